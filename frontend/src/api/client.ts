import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "../../openapi/schema";
import { Problem } from "./problem";
import { uuid } from "./uuid";

/** A schema of the API by its name: `Schema<"Lease">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
let csrf: string | null = null;
let owner: number | null = null;

/** The token that goes with every change, and whose it is; known once one is signed in. */
export function setCsrf(token: string | null, person: number | null = null): void {
  csrf = token;
  owner = token === null ? null : person;
}

/** As whom this page makes changes; null where it does not know of anybody. */
export const csrfOwner = (): number | null => owner;

export function getCsrf(): string | null {
  return csrf;
}

const guard: Middleware = {
  onRequest({ request }) {
    if (csrf && !SAFE.has(request.method)) request.headers.set("X-CSRF-Token", csrf);
    return request;
  },
};

// How far the server's clock is ahead of this device's: deadlines are the server's.
let ahead = 0;

/** Now, by the server's clock, in milliseconds. */
export const serverNow = (): number => Date.now() + ahead;

const clock: Middleware = {
  onResponse({ response }) {
    const date = Date.parse(response.headers.get("date") ?? "");
    // The header counts whole seconds; a nearly right clock is left alone.
    if (!Number.isNaN(date)) ahead = Math.abs(date - Date.now()) > 3000 ? date - Date.now() : 0;
  },
};

/** The API, typed by its own description: `api.GET("/api/v1/me")`. */
export const api = createClient<paths>({ credentials: "same-origin" });
api.use(guard, clock);

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** The answer's body. Throws `Problem` for a refusal, and for no answer (`status` 0). */
export async function must<T>(call: Answer<T>): Promise<T> {
  let answer: Awaited<Answer<T>>;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, { code: "offline", detail: "" });
  }
  if (!answer.response.ok) {
    const body = answer.error;
    throw new Problem(answer.response.status, typeof body === "object" && body ? { ...body } : {});
  }
  return answer.data as T;
}

/** A key under which the same request may be sent again and is answered as the first time. */
export const newKey = (): string => uuid();
