/**
 * One page of an answer, as the canvas of pictures works on it, and back. Marks of other pages are not
 * there; what is asked of each page looks as if it were asked of the picture; spans have the places that
 * they cover.
 */
import type {
  Annotation,
  Answer,
  DocumentAnnotation,
  DocumentSchema,
  PictureAnnotation,
  PictureSchema,
  Span,
} from "../core/doc";
import type { PageBox, Table } from "./doc";
import { type Layer, rectsOf } from "./layer";
import { partAt } from "./page";
import type { PageSpan } from "./shapes/page-span";

/** The questions of a page, as of a picture. */
export const pageSchema = (schema: DocumentSchema): PictureSchema =>
  ({
    modality: "picture",
    labels: schema.labels.map((label) =>
      label.kind === "span" ? { ...label, kind: "page_span" } : label,
    ),
  }) as unknown as PictureSchema;

export type Projection = {
  /** What the canvas has of an annotation; null for one of another page. */
  seen: (one: Annotation, page: number, layer: Layer | null) => PictureAnnotation | null;
  project: (answer: Answer, page: number, layer: Layer | null) => Answer;
  /** The whole answer, with a page of it as the canvas has it now. */
  lift: (whole: Answer, inner: Answer, page: number) => Answer;
};

export function createProjection(schema: DocumentSchema): Projection {
  const perPage = new Set(
    schema.labels.filter((one) => "per" in one && one.per === "part").map(({ name }) => name),
  );
  // The same again for the same: what did not change is known by its identity.
  const shown = new WeakMap<Annotation, { layer: Layer | null; one: PictureAnnotation }>();
  const origins = new WeakMap<object, Annotation>();

  const remembered = (
    one: Annotation,
    layer: Layer | null,
    make: () => object,
  ): PictureAnnotation => {
    const known = shown.get(one);
    if (known?.layer === layer) return known.one;
    const made = make() as PictureAnnotation;
    shown.set(one, { layer, one: made });
    origins.set(made, one);
    return made;
  };
  const spanSeen = (one: Span, layer: Layer | null): PictureAnnotation =>
    remembered(one, layer, (): PageSpan => {
      const rects = layer === null ? [] : rectsOf(layer, one.start, one.end);
      return { ...one, kind: "page_span", rects };
    });
  const bare = (one: Annotation): PictureAnnotation =>
    remembered(one, null, () => {
      const { part: _, ...rest } = one as Annotation & { part?: unknown };
      return rest;
    });

  const isPart = (one: Annotation): boolean =>
    one.kind === "page_box" || one.kind === "table" || one.kind === "span" || perPage.has(one.name);
  const isHere = (one: Annotation, page: number): boolean =>
    !isPart(one) || ("part" in one && one.part === partAt(page));
  const seen: Projection["seen"] = (one, page, layer) => {
    if (!isHere(one, page)) return null;
    if (one.kind === "span") return spanSeen(one, layer);
    return perPage.has(one.name) ? bare(one) : (one as PictureAnnotation);
  };
  /** As it is part of the answer. */
  const back = (one: PictureAnnotation, page: number): DocumentAnnotation => {
    const origin = origins.get(one);
    if (origin !== undefined) return origin as DocumentAnnotation;
    const part = partAt(page);
    if ((one.kind as string) === "page_span") {
      const { rects: _, kind: __, ...rest } = one as unknown as PageSpan;
      return { ...rest, kind: "span", part };
    }
    if ((one.kind as string) === "page_box" || (one.kind as string) === "table") {
      const mark = one as unknown as PageBox | Table;
      return mark.part === part ? mark : { ...mark, part };
    }
    return (
      perPage.has(one.name) ? Object.assign({ ...one }, { part }) : one
    ) as DocumentAnnotation;
  };
  return {
    seen,
    project: (answer, page, layer) => ({
      modality: "picture",
      annotations: answer.annotations.flatMap((one) => seen(one, page, layer) ?? []),
    }),
    lift(whole, inner, page) {
      const elsewhere = whole.annotations.filter((one) => !isHere(one, page));
      const here = (inner.annotations as readonly PictureAnnotation[]).map((one) =>
        back(one, page),
      );
      return { ...whole, annotations: [...elsewhere, ...here] };
    },
  };
}
