import { lazy } from "react";

// Pages that are seldom seen: their code comes with the need.
const load = () => import("./screens");

export const Lost = lazy(() => load().then((part) => ({ default: part.Lost })));
export const NoneHere = lazy(() => load().then((part) => ({ default: part.NoneHere })));
export const NotNow = lazy(() => import("./not-now").then((part) => ({ default: part.NotNow })));
export const NoWork = lazy(() => load().then((part) => ({ default: part.NoWork })));
export const Over = lazy(() => load().then((part) => ({ default: part.Over })));

export const KnownPage = lazy(() =>
  import("./known").then((part) => ({ default: part.KnownPage })),
);
export const KnownLine = lazy(() =>
  import("~/annotate/told/known-line").then((part) => ({ default: part.KnownLine })),
);
