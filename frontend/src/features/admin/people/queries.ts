import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Person = Schema<"PersonWhole">;

/** One account, and what its owner is where. */
export const personQuery = (id: number) =>
  queryOptions({
    queryKey: ["admin", "person", id],
    queryFn: () =>
      must(api.GET("/api/v1/people/{person_id}", { params: { path: { person_id: id } } })),
  });
