import { queryOptions } from "@tanstack/react-query";
import { api, must } from "~/api/client";

/** Today's minimum wage in won an hour. */
export const minimumWageQuery = queryOptions({
  queryKey: ["minimum-wage"],
  staleTime: 3_600_000,
  queryFn: async (): Promise<number> => (await must(api.GET("/api/v1/me/today"))).minimum_wage,
});
