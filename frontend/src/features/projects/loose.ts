import { api, must } from "~/api/client";

type Loose = (
  path: string,
  init?: object,
) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
const loose = api as unknown as Record<"GET" | "POST" | "PUT", Loose>;

export const ask = <T>(method: "GET" | "POST" | "PUT", path: string, init?: object): Promise<T> =>
  must(loose[method](path, init)) as Promise<T>;
