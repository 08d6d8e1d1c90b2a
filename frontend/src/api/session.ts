import { queryOptions, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { api, csrfOwner, must, type Schema, setCsrf } from "./client";
import { isProblem, Problem } from "./problem";

export type Me = Schema<"MeView">;

/** Asks who is signed in; null where nobody is. Throws where nothing is heard of the server. From
 * then on the page makes its changes as this person: with `only`, if it is that one. */
export async function readMe(only?: number): Promise<Me | null> {
  try {
    const me = await must(api.GET("/api/v1/me"));
    if (only !== undefined && me.id !== only) return me;
    setCsrf(me.csrf ?? null, me.id);
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

/** Whether the server says that this session's token is another one by now. */
const isStaleToken = (error: unknown): boolean =>
  isProblem(error) && error.status === 403 && error.more.permission === "csrf";

async function see(person: number): Promise<void> {
  if ((await readMe(person))?.id !== person) throw new Problem(401, { code: "unauthenticated" });
}

/** Does something as this person and as nobody else, also where he has signed in anew in another tab
 * since. Throws a `Problem` of status 401 where he is not signed in. */
export async function asPerson<T>(person: number, act: () => Promise<T>): Promise<T> {
  if (csrfOwner() !== person) await see(person);
  try {
    return await act();
  } catch (error) {
    if (!isStaleToken(error)) throw error;
    await see(person);
    return act();
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

let last: Me | null = null;

/** Who is signed in, on pages that nobody else reaches. Where the session ends while such a page is
 * open it stays, with the work in it; the next page asks to sign in. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  last = data ?? last;
  if (last === null) throw new Error("nobody is signed in");
  return last;
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
