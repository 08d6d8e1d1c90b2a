import { ImageOff } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Note } from "~/ui/fault";

const Picture = lazy(async () => ({ default: (await import("~/annotate/parts/picture")).Picture }));

type Pin = { x?: number; y?: number; annotation?: string; note?: string };
const isPin = (pin: unknown): pin is Pin => typeof pin === "object" && pin !== null;

type Media = { url: string; width: number | null; height: number | null } | null;

/** A picture with an answer drawn on it and the spots that were pointed at. */
export function WorkPicture({
  media,
  name,
  schema,
  answer,
  pins = [],
}: {
  media: Media;
  name: string;
  schema: unknown;
  answer: unknown;
  pins?: readonly unknown[];
}) {
  const { t } = useTranslation("admin");
  if (media === null) return <Note icon={ImageOff}>{t("picture.none")}</Note>;
  const width = media.width ?? 4;
  const height = media.height ?? 3;
  return (
    <Suspense
      fallback={<div className="photo sk" style={{ aspectRatio: `${width} / ${height}` }} />}
    >
      <Picture
        picture={{ url: media.url, width, height, name }}
        schema={schema ?? undefined}
        answer={answer ?? undefined}
        pins={pins.filter(isPin)}
      />
    </Suspense>
  );
}
