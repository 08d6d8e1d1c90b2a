import { lazy, Suspense } from "react";
import { type Media, shownAt } from "~/api/media";
import type { Pin } from "./parts/pins";

const Picture = lazy(async () => ({ default: (await import("./parts/picture")).Picture }));
const TextView = lazy(async () => (await import("./text/whole")).loadTextView());

type Sized = { width?: number | null; height?: number | null };

export type ShownProps = {
  item: Sized & { name: string; document: unknown };
  /** Where the picture is; a text needs none. */
  media?: (Sized & Media) | null | undefined;
  schema?: unknown;
  answer?: unknown;
  /** An earlier answer that this one is held against. */
  before?: unknown;
  /** As the API has them. */
  pins?: readonly unknown[];
  onPin?: (index: number) => void;
};

const isPin = (pin: unknown): pin is Pin => typeof pin === "object" && pin !== null;

/** A picture or a text with what was said of it, to look at; what draws it is fetched by need. */
export function Shown({ item, media, schema, answer, before, pins = [], onPin }: ShownProps) {
  const width = media?.width ?? item.width ?? 4;
  const height = media?.height ?? item.height ?? 3;
  const said = {
    schema: schema ?? undefined,
    answer: answer ?? undefined,
    before,
    pins: pins.filter(isPin),
  };
  if (item.document !== null)
    return (
      <Suspense fallback={<div className="sk" style={{ height: 160 }} />}>
        <TextView document={item.document} name={item.name} {...said} />
      </Suspense>
    );
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
