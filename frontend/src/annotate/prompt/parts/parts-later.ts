/** Parts that only some prompts ask for, or only who looks, or who has made something. */
import i18next from "i18next";
import { later } from "../../parts/later";

export const Viewer = later(() => import("./viewer").then((its) => its.Viewer));
export const Recorder = later(() => import("./recorder").then((its) => its.Recorder));
export const Viewfinder = later(() => import("./viewfinder").then((its) => its.Viewfinder));
export const Files = later(() => import("./files").then((its) => its.Files));
export const Given = later(() => import("./given").then((its) => its.Given));
export const Poor = later(() => import("./poor").then((its) => its.Poor));
/** Has what shows takes come while the first one is made: the line may be gone by then. */
export const showsAhead = (): void =>
  void Promise.all([Given.load(), Poor.load()]).catch(() => undefined);
/** What is written, chosen and rated is asked in the words of texts. */
export const Asks = later(async () => {
  const [its] = await Promise.all([
    import("./asks"),
    i18next.loadNamespaces(["annotate-text", "annotate"]),
  ]);
  return its.Asks;
});
