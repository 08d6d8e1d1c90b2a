import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Head = Schema<"AgreementHead">;
export type Words = Schema<"AgreementOut">;

/** What one has signed, the newest first. */
export const signedQuery = infiniteQueryOptions({
  queryKey: ["agreements", "signed"],
  queryFn: ({ pageParam }) =>
    must(api.GET("/api/v1/me/agreements", { params: { query: { after: pageParam } } })),
  initialPageParam: 0,
  getNextPageParam: (page) => page.next ?? undefined,
});

/** One version, whole. */
export const wordsQuery = (id: number) =>
  queryOptions({
    queryKey: ["agreements", id],
    queryFn: () =>
      must(
        api.GET("/api/v1/me/agreements/{agreement_id}", {
          params: { path: { agreement_id: id } },
        }),
      ),
  });

/** All versions of the agreement that this is one of, the newest first. */
export const versionsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ["agreements", id, "versions"],
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/me/agreements/{agreement_id}/versions", {
          params: { path: { agreement_id: id }, query: { after: pageParam } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
  });
