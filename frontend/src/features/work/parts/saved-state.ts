import { useSyncExternalStore } from "react";
import type { SaveState } from "~/api/drafts";
import type { Desk } from "../model/desk";

/** Whether the work is safe, and where. */
export const useSaveState = (desk: Desk): SaveState =>
  useSyncExternalStore(desk.keeper.listen, desk.keeper.state);
