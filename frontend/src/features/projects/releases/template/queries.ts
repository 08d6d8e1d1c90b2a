import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Template = Schema<"TemplateOut">;
export type Families = Schema<"FamiliesOut">;
export type Preview = Schema<"TemplatePreviewOut">;

/** The templates that the project offers. */
export const templatesQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "templates"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/templates", {
          params: { path: { project_id: projectId }, query: { limit: 100 } },
        }),
      ),
  });

/** One template, also one that is offered no more. */
export const templateQuery = (projectId: number, templateId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "templates", templateId],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/templates/{template_id}", {
          params: { path: { project_id: projectId, template_id: templateId } },
        }),
      ),
  });

/** What a template can begin from, and the fields that it can write. */
export const familiesQuery = queryOptions({
  queryKey: ["template-families"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: () => must(api.GET("/api/v1/template-families")),
});
