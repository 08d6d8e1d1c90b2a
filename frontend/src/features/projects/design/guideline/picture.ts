import { api, must } from "~/api/client";

/** Keeps a picture for the project's texts; the address to show it by. */
export async function sendPicture(projectId: number, file: File): Promise<string> {
  const kept = await must(
    api.POST("/api/v1/projects/{project_id}/pictures", {
      params: { path: { project_id: projectId } },
      body: { file: file as unknown as string },
      bodySerializer: () => {
        const form = new FormData();
        form.append("file", file, file.name);
        return form;
      },
    }),
  );
  return kept.url;
}
