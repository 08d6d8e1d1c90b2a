import { type ComponentType, createElement, lazy, Suspense, useState } from "react";
import { onPhone } from "../device";

/** A part of the page that is fetched by need; its `load` fetches it ahead, so that it is there at once. */
export type Later<P extends object> = ComponentType<P> & { load: () => Promise<void> };

const AGAIN = 2_000;

/** Without a connection a part that never came is waited for: the work around it goes on. */
const patiently = <T,>(fetched: () => Promise<T>): Promise<T> =>
  fetched().catch(async () => {
    await new Promise((again) => setTimeout(again, AGAIN));
    return patiently(fetched);
  });

/** Nothing stands where the part will be until it has come. */
export function later<P extends object>(fetched: () => Promise<ComponentType<P>>): Later<P> {
  let there: ComponentType<P> | null = null;
  const Coming = lazy(async () => ({
    default: await patiently(fetched),
  })) as unknown as ComponentType<P>;
  // biome-ignore lint/correctness/noComponentHookFactories: called once for a part, when modules load
  function Part(props: P) {
    // What has begun as the one stays it: in its place the other would begin anew.
    const [Shown] = useState(() => there ?? Coming);
    return <Suspense>{createElement(Shown, props)}</Suspense>;
  }
  return Object.assign(Part, {
    async load() {
      there = await fetched();
    },
  });
}

type Loads = { load: () => Promise<void> };

/** Fetches what stands around the work on this device, so that it opens with all of it there. Where a
 * window becomes the other's, the rest comes then. */
export async function loadAround(desk: readonly Loads[], phone: readonly Loads[]): Promise<void> {
  await Promise.all((onPhone() ? phone : desk).map((part) => part.load()));
}
