import { clockInspecting } from "../clock/inspecting";
import type { Inspecting } from "../kit";
import { SERIES_ACTS } from "./keys";

/** Time series, for who inspects: what every clock has, and the acts that only show channels otherwise. */
export const inspecting: Inspecting = {
  ...clockInspecting,
  looking: [
    ...clockInspecting.looking.filter((id) => id !== "clock.play"),
    "clock.far_back",
    "clock.far_on",
    ...SERIES_ACTS.map(({ id }) => id),
  ],
};
