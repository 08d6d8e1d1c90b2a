/** Does something once the page has nothing else to do; Safari has no word for that. */
export function whenIdle(act: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(act, { timeout: 4000 });
  else setTimeout(act, 800);
}
