import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Announcement = Schema<"AnnouncementOut">;

const MANY = 100; // the newest; older ones say nothing any more

/** What was announced in a project, the newest first. */
export const announcementsQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "announcements"],
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/announcements", {
          params: { path: { project_id: projectId }, query: { limit: MANY } },
        }),
      );
      return page.items;
    },
  });

const SEOUL = "+09:00"; // as all days and times here

/** The moment that a day and a time of Seoul name, as the API takes it; null where they name none. */
export function momentOf(day: string, time: string): string | null {
  const at = `${day}T${time}:00${SEOUL}`;
  return /^\d{4}-\d\d-\d\d$/.test(day) && /^\d\d:\d\d$/.test(time) && !Number.isNaN(Date.parse(at))
    ? at
    : null;
}

/** The day in Seoul, some days from a moment on. */
export const dayFrom = (now: number, days: number): string =>
  new Date(now + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
