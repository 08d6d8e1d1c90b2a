/** What stands for data of each modality, wherever one is chosen or named. */
import {
  AudioLines,
  ChartSpline,
  Clapperboard,
  FileText,
  Image,
  LetterText,
  type LucideIcon,
  Mic,
} from "lucide-react";

export const MODALITY_ICONS = {
  picture: Image,
  text: LetterText,
  sound: AudioLines,
  video: Clapperboard,
  document: FileText,
  series: ChartSpline,
  prompt: Mic,
} as const satisfies Readonly<Record<string, LucideIcon>>;
export type ShownModality = keyof typeof MODALITY_ICONS;

export const isShownModality = (value: unknown): value is ShownModality =>
  typeof value === "string" && Object.hasOwn(MODALITY_ICONS, value);

/** What a file of this type is; a picture where nothing says otherwise. */
export function modalityOfMedia(type: string | null): ShownModality {
  if (type === "application/pdf") return "document";
  if (type === "text/csv") return "series";
  const [sort] = (type ?? "").split("/");
  return sort === "audio" ? "sound" : sort === "video" || sort === "text" ? sort : "picture";
}
