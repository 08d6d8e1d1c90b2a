import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Telling = Schema<"TellingOut">;
export type Topic = Schema<"TopicChoice">;

/** How one is told besides on the page. */
export const tellingQuery = queryOptions({
  queryKey: ["notifications", "telling"],
  queryFn: () => must(api.GET("/api/v1/me/telling")),
});

/** Keeps what was chosen at once: it stands there before the server has answered, and goes back
 * where that refuses. What is chosen meanwhile is sent after it, and an answer to the one says
 * nothing of the other. */
export function useChoose() {
  const client = useQueryClient();
  const { queryKey } = tellingQuery;
  const isLast = () => client.isMutating({ mutationKey: queryKey }) === 1;
  return useMutation({
    mutationKey: queryKey,
    scope: { id: "telling" },
    mutationFn: (next: Telling) =>
      must(
        api.PUT("/api/v1/me/telling", {
          body: {
            topics: next.topics,
            quiet_from: next.quiet_from,
            quiet_until: next.quiet_until,
            letter_at: next.letter_at,
          },
        }),
      ),
    onMutate: (next) => {
      const before = client.getQueryData<Telling>(queryKey);
      client.setQueryData(queryKey, next);
      return { before };
    },
    onError: (_, __, kept) => client.setQueryData(queryKey, kept?.before),
    onSuccess: (now) => {
      if (isLast()) client.setQueryData(queryKey, now);
    },
  });
}
