/** Parts that only some schemas ask for. */
import i18next from "i18next";
import { later } from "../../parts/later";

/** Most spans have a class and no more. */
export const Attributes = later(async () => {
  // Its sentences are those of pictures: with them, the panel does not blink.
  const [its] = await Promise.all([import("./attributes"), i18next.loadNamespaces("annotate")]);
  return its.Attributes;
});

/** Few classes belong to one another. */
export const Tree = later(() => import("./tree").then((its) => its.Tree));
