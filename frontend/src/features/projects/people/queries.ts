import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Role = "worker" | "primary_inspector" | "secondary_inspector" | "manager" | "custodian";
export const ROLES: readonly Role[] = [
  "worker",
  "primary_inspector",
  "secondary_inspector",
  "manager",
  "custodian",
];
export type Invitation = Schema<"InvitationView">;

/** What was offered to whom, the oldest first. */
export const invitationsQuery = (projectId: number) =>
  infiniteQueryOptions({
    queryKey: ["project", projectId, "invitations"],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/invitations", {
          params: { path: { project_id: projectId }, query: { after: pageParam, limit: 50 } },
        }),
      ),
    getNextPageParam: (last) => last.next ?? undefined,
  });

/** The team, by pseudonym. */
export const membersQuery = (projectId: number) =>
  infiniteQueryOptions({
    queryKey: ["project", projectId, "members"],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/members", {
          params: { path: { project_id: projectId }, query: { after: pageParam, limit: 50 } },
        }),
      ),
    getNextPageParam: (last) => last.next ?? undefined,
  });
