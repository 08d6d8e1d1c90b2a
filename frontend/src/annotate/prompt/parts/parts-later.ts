/** Parts that only some prompts ask for, or only who looks. */
import i18next from "i18next";
import { later } from "../../parts/later";

export const Viewer = later(() => import("./viewer").then((its) => its.Viewer));
export const Recorder = later(() => import("./recorder").then((its) => its.Recorder));
export const Viewfinder = later(() => import("./viewfinder").then((its) => its.Viewfinder));
export const Files = later(() => import("./files").then((its) => its.Files));
/** What is written, chosen and rated is asked in the words of texts. */
export const Asks = later(async () => {
  const [its] = await Promise.all([
    import("./asks"),
    i18next.loadNamespaces(["annotate-text", "annotate"]),
  ]);
  return its.Asks;
});
