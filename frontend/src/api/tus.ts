/** What all uploads share: the tus protocol, who sends, what is tried again. */
import type { DetailedError, UploadOptions } from "tus-js-client";
import { getCsrf } from "./client";
import { Problem } from "./problem";

const FINAL = new Set([400, 401, 403, 404, 410, 412, 413, 415, 422]);

/** How bytes are sent into a project, whoever sends them. */
export const sendingInto = (project: number): UploadOptions => ({
  endpoint: `/api/v1/projects/${project}/uploads`,
  onBeforeRequest: (request) => request.setHeader("X-CSRF-Token", getCsrf() ?? ""),
  onShouldRetry: (error) => !FINAL.has(error.originalResponse?.getStatus() ?? 0),
});

/** What the server said, where it said something; `offline` where it was not reached. */
export function told(error: Error | DetailedError): unknown {
  if (!("originalResponse" in error)) return error;
  const answer = error.originalResponse;
  if (answer === null) return new Problem(0, { code: "offline" });
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(answer.getBody());
  } catch {
    // Some answer of something between us and the server.
  }
  return new Problem(answer.getStatus(), body);
}
