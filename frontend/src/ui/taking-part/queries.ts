import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Participant = Schema<"ParticipantOut">;
export type Participation = Schema<"ParticipationOut">;

/** What one has said of oneself for collect stages. */
export const participantQuery = queryOptions({
  queryKey: ["me", "participant"],
  queryFn: () => must(api.GET("/api/v1/me/participant")),
});

/** How one stands to a project that collects. */
export const participationQuery = (project_id: number) =>
  queryOptions({
    queryKey: ["participation", project_id],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/participation", {
          params: { path: { project_id } },
        }),
      ),
  });
