import { queryOptions, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { api, must, type Schema, setCsrf } from "./client";
import { isProblem } from "./problem";

export type Me = Schema<"MeView">;

/** Asks who is signed in; null where nobody is. Throws where nothing is heard of the server. */
export async function readMe(): Promise<Me | null> {
  try {
    const me = await must(api.GET("/api/v1/me"));
    setCsrf(me.csrf ?? null);
    remember(me);
    return me;
  } catch (error) {
    if (isProblem(error) && error.status === 401) {
      setCsrf(null);
      remember(null);
      return null;
    }
    throw error;
  }
}

// Without a connection the app opens as the person who was here last: what he took along is his.
const KEPT = "dure.me";

function remember(me: Me | null): void {
  try {
    if (me === null) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, JSON.stringify({ ...me, csrf: null }));
  } catch {
    // Then the app opens with a connection only.
  }
}

function remembered(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

/** Who is signed in; null where nobody is. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  staleTime: 60_000,
  networkMode: "always",
  queryFn: async (): Promise<Me | null> => {
    try {
      return await readMe();
    } catch (error) {
      const kept = isProblem(error) && error.offline ? remembered() : null;
      if (kept === null) throw error;
      return kept;
    }
  },
});

/** Who is signed in, on pages that nobody else reaches. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (data === null) throw new Error("nobody is signed in");
  return data;
}

/** Who is signed in, or null, on pages that are for all. */
export const useMaybeMe = (): Me | null => useQuery(meQuery).data ?? null;

/** Forgets everything that was read, and reads anew who is signed in. */
export function useForget(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    client.clear();
    await client.fetchQuery(meQuery);
  };
}

const INSPECTS = new Set(["primary_inspector", "secondary_inspector"]);

/** The homes that a person has here, by his roles. */
export function homes(me: Me): {
  work: boolean;
  review: boolean;
  manage: boolean;
  operate: boolean;
} {
  const roles = me.projects.flatMap((project) => project.roles);
  const offices = me.organisations.flatMap((organisation) => organisation.roles);
  const manage = roles.includes("manager") || offices.includes("administrator");
  const operate = me.operator || offices.length > 0;
  const review = roles.some((role) => INSPECTS.has(role));
  return {
    work: roles.includes("worker") || !(manage || operate || review),
    review,
    manage,
    operate,
  };
}
