import { flushSync } from "react-dom";

/**
 * Renders what an act has just changed and puts the focus on what `selector` finds within: at once, and not with the
 * next frame, so that the next key comes to it however fast the hand or slow the machine.
 */
export function land(within: ParentNode | null, selector: string): void {
  flushSync(() => {});
  within?.querySelector<HTMLElement>(selector)?.focus();
}

/** Lands on the row of a list that shows the object of this id. */
export function landOnRow(list: ParentNode | null, id: string): void {
  land(list, `[data-id="${CSS.escape(id)}"]`);
}
