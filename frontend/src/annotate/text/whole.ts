import { loadTypes } from "./types";

/** A text with what was said of it, and all that any kind needs to be shown. */
export async function loadTextView() {
  const [{ TextView }] = await Promise.all([import("./parts/view"), loadTypes()]);
  return { default: TextView };
}
