import { api, must, type Schema } from "./client";

/** A take as the server has it: what it measured, and why it did not pass. */
export type Capture = Schema<"CaptureOut">;

/** What a device says that it is set to. */
export type Device = Record<string, string | number | boolean>;

const MOST_VALUES = 20;
const MOST_LETTERS = 300;
const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/[^a-z0-9_]/g, "");

/** What of a track's settings is a plain value, named as the API names things. */
export const deviceOf = (settings: object): Device =>
  Object.fromEntries(
    Object.entries(settings)
      .filter(([, value]) => ["string", "number", "boolean"].includes(typeof value))
      .slice(0, MOST_VALUES)
      .map(([name, value]) => [
        snake(name),
        typeof value === "string" ? value.slice(0, MOST_LETTERS) : value,
      ]),
  );

/** A piece of work, by which its takes are found. */
export type CapturesOf = { project_id: number; assignment_id: number };

const path = ({ project_id, assignment_id }: CapturesOf) => ({ project_id, assignment_id });

/** Every take that was made for a piece of work, with links that hold for some minutes. */
export const readCaptures = (of: CapturesOf): Promise<readonly Capture[]> =>
  must(
    api.GET("/api/v1/projects/{project_id}/assignments/{assignment_id}/captures", {
      params: { path: path(of) },
    }),
  );

/** Has the server look over what was sent. */
export const registerCapture = (
  of: CapturesOf,
  body: { upload_id: string; label: string; device: Device | null },
): Promise<Capture> =>
  must(
    api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/captures", {
      params: { path: path(of) },
      body,
    }),
  );

/** Has the server forget a take that no answer names. */
export const dropCapture = (of: CapturesOf, capture_id: number): Promise<unknown> =>
  must(
    api.DELETE("/api/v1/projects/{project_id}/assignments/{assignment_id}/captures/{capture_id}", {
      params: { path: { ...path(of), capture_id } },
    }),
  );
