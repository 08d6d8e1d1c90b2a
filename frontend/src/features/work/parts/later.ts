import { type ComponentType, lazy } from "react";

// Pages that are seldom seen: their code comes with the need.
// biome-ignore lint/suspicious/noExplicitAny: of any props, as `lazy` has it
const part = <N extends string, M extends Record<N, ComponentType<any>>>(
  load: () => Promise<M>,
  name: N,
) => lazy(async () => ({ default: (await load())[name] }));
const screens = () => import("./screens");
const known = () => import("./known");

export const Lost = part(screens, "Lost");
export const NoneHere = part(screens, "NoneHere");
export const NotNow = part(() => import("./not-now"), "NotNow");
export const NoWork = part(screens, "NoWork");
export const Over = part(screens, "Over");
export const KnownPage = part(known, "KnownPage");
export const KnownLine = part(known, "KnownLine");
