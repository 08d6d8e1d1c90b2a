import { FileClock } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { CapturesOf } from "~/api/captures";
import type { Schema } from "~/api/client";
import { type Media, shownAt } from "~/api/media";
import { Note } from "~/ui/fault";
import type { Pin } from "./parts/pins";

const Picture = lazy(async () => ({ default: (await import("./parts/picture")).Picture }));
const MediaShown = lazy(async () => ({ default: (await import("./media-shown")).MediaShown }));
const PromptShown = lazy(async () => ({ default: (await import("./media-shown")).PromptShown }));
const TextView = lazy(async () => (await import("./text/whole")).loadTextView());

type MediaOut = Schema<"MediaOut">;
type Sized = { width?: number | null; height?: number | null };

export type ShownProps = {
  item: Sized & { name: string; document: unknown; facts?: Record<string, unknown> | null };
  /** Where its files are; a text needs none. */
  media?: (Sized & Media & Pick<MediaOut, "prepared">) | null | undefined;
  /** The work whose takes an answer to a prompt names. */
  captures?: CapturesOf | undefined;
  schema?: unknown;
  answer?: unknown;
  /** An earlier answer that this one is held against. */
  before?: unknown;
  /** As the API has them. */
  pins?: readonly unknown[];
  onPin?: (index: number) => void;
};

const isPrompt = (schema: unknown): boolean =>
  (schema as { modality?: unknown } | null | undefined)?.modality === "prompt";
const isPin = (pin: unknown): pin is Pin => typeof pin === "object" && pin !== null;

/** What it is shown from is still being made, or cannot be. */
function Unready({ refused }: { refused: boolean }) {
  const { t } = useTranslation("problems");
  return <Note icon={FileClock}>{t(refused ? "unshowable" : "preparing")}</Note>;
}

/** An item with what was said of it, to look at; what draws it is fetched by need. */
export function Shown({ item, media, captures, ...about }: ShownProps) {
  const { schema, answer, before, pins = [], onPin } = about;
  const width = media?.width ?? item.width ?? 4;
  const height = media?.height ?? item.height ?? 3;
  const said = {
    schema: schema ?? undefined,
    answer: answer ?? undefined,
    before,
    pins: pins.filter(isPin),
  };
  if (captures !== undefined && isPrompt(schema))
    return (
      <Suspense fallback={<div className="sk" style={{ height: 240 }} />}>
        <PromptShown item={item} captures={captures} {...about} />
      </Suspense>
    );
  if (item.document !== null)
    return (
      <Suspense fallback={<div className="sk" style={{ height: 160 }} />}>
        <TextView document={item.document} name={item.name} {...said} />
      </Suspense>
    );
  if (item.facts != null) {
    const coming = <div className="sk" style={{ height: 240 }} />;
    if (media == null) return coming;
    const { prepared } = media;
    if (prepared === null || "refused" in prepared) return <Unready refused={prepared !== null} />;
    return (
      <Suspense fallback={coming}>
        <MediaShown item={item} facts={item.facts} media={media} {...about} />
      </Suspense>
    );
  }
  const blank = <div className="photo sk" style={{ aspectRatio: `${width} / ${height}` }} />;
  if (media === null || media === undefined) return blank;
  return (
    <Suspense fallback={blank}>
      <Picture
        picture={{ url: shownAt(media), width, height, name: item.name }}
        {...said}
        {...(onPin === undefined ? {} : { onPin })}
      />
    </Suspense>
  );
}
