import type { KeyboardEvent } from "react";

/** What a key says to a field that is written in: "left" by Esc, "done" by Ctrl Enter; null for what is
 * the field's own, as are all keys while letters are put together. */
export function finishOf({ key, ctrlKey, metaKey, nativeEvent }: KeyboardEvent) {
  if (nativeEvent.isComposing) return null;
  if (key === "Escape") return "left";
  return key === "Enter" && (ctrlKey || metaKey) ? "done" : null;
}
