import { queryOptions } from "@tanstack/react-query";
import type { Annotation, Schema } from "~/annotate/core/doc";
import { kindsIn } from "~/annotate/core/kinds";
import { loadShapes } from "~/annotate/core/shapes";
import type { Facts } from "~/annotate/media";
import { type Schema as Api, api, must } from "~/api/client";

export type Part = { id: string; role: string | null; text: string };
/** An answer to a ready schema, and what it is about. */
export type Example = {
  width?: number;
  height?: number;
  parts?: readonly Part[];
  facts?: Facts;
  annotations: readonly Annotation[];
};
export type Ready = Omit<Api<"Ready">, "definition" | "example"> & {
  definition: Schema;
  example: Example;
};

/** Label schemas to begin with, and what draws the shapes of their examples. */
export const galleryQuery = queryOptions({
  queryKey: ["schemas", "gallery"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => {
    const ready = (await must(api.GET("/api/v1/schemas/gallery"))) as unknown as Ready[];
    await loadShapes(kindsIn(ready.map((one) => one.example)));
    return ready;
  },
});
