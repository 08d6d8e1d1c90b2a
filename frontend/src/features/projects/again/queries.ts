import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Kept = Schema<"ProjectTemplateOut">;
export type Begun = Schema<"BegunOut">;

/** An organisation's templates of projects. */
export const keptQuery = (organisationId: number) =>
  queryOptions({
    queryKey: ["organisation", organisationId, "project-templates"],
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/project-templates", {
          params: { path: { organisation_id: organisationId }, query: { limit: 100 } },
        }),
      ),
  });

/** A draft project by a template. */
export const beginBy = (organisationId: number, templateId: number, name: string) =>
  must(
    api.POST(
      "/api/v1/organisations/{organisation_id}/project-templates/{project_template_id}/projects",
      {
        params: { path: { organisation_id: organisationId, project_template_id: templateId } },
        body: { name },
      },
    ),
  );
