/** What stands around a sound at a desk. */
export { SoundRail } from "./parts/rail";
export { SoundPanel } from "./parts/side";
export { SoundStatus } from "./parts/status";
