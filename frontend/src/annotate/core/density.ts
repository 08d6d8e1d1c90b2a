/** Device pixels to one of CSS: sharp enough for any eye; more costs memory by its square. */
export const density = (): number => Math.min(window.devicePixelRatio || 1, 2);
