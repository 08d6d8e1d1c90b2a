import { api, must, type Schema } from "~/api/client";

export type Connection = Schema<"ConnectionOut">;

export const connectionsKey = (projectId: number) => ["project", projectId, "connections"] as const;

const path = (project_id: number, connection_id: number) => ({
  params: { path: { project_id, connection_id } },
});

/** A page of the project's connections. */
export const connections = (projectId: number, after: number) =>
  must(
    api.GET("/api/v1/projects/{project_id}/connections", {
      params: { path: { project_id: projectId }, query: { after, limit: 20 } },
    }),
  );

export const connect = (projectId: number, body: Schema<"ConnectionIn">) =>
  must(
    api.POST("/api/v1/projects/{project_id}/connections", {
      params: { path: { project_id: projectId } },
      body,
    }),
  );

export const rekey = (projectId: number, id: number, body: Schema<"KeyIn">) =>
  must(
    api.PUT("/api/v1/projects/{project_id}/connections/{connection_id}/key", {
      ...path(projectId, id),
      body,
    }),
  );

export const disconnect = (projectId: number, id: number) =>
  must(
    api.DELETE("/api/v1/projects/{project_id}/connections/{connection_id}", path(projectId, id)),
  );

/** The first files that are found there now. */
export const tryOut = (projectId: number, id: number, folder: string) =>
  must(
    api.POST("/api/v1/projects/{project_id}/connections/{connection_id}/try", {
      ...path(projectId, id),
      body: { folder: folder || null },
    }),
  );
