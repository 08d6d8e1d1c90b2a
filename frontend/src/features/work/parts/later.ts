import { type ComponentType, lazy } from "react";

/** A part of the page whose code comes with the need. */
// biome-ignore lint/suspicious/noExplicitAny: of any props, as `lazy` has it
export const part = <N extends string, M extends Record<N, ComponentType<any>>>(
  load: () => Promise<M>,
  name: N,
) => lazy(async () => ({ default: (await load())[name] }));
const screens = () => import("./screens");

export const Lost = part(screens, "Lost");
export const NoneHere = part(screens, "NoneHere");
export const NotNow = part(() => import("./not-now"), "NotNow");
export const NoWork = part(screens, "NoWork");
export const Over = part(screens, "Over");
export const KnownPage = part(screens, "KnownPage");
export const KnownLine = part(screens, "KnownLine");
