import { queryOptions } from "@tanstack/react-query";
import { api, must } from "~/api/client";

/** What an organisation agrees on with those who work for it; null where there is nothing yet. */
export const pactQuery = (house: number) =>
  queryOptions({
    queryKey: ["admin", "organisation", house, "agreement"],
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/agreement", {
          params: { path: { organisation_id: house } },
        }),
      ),
  });

export const signingsKey = (house: number) => ["admin", "organisation", house, "signings"];
