import type { Size } from "../core/doc";
import { START, type View } from "../core/view";

const MARGIN = 12;

/** A page as wide as the window, from its top. */
export function fitWidth(view: View, page: Size): View {
  if (view.width === 0) return view;
  const scale = (view.width - 2 * MARGIN) / page.width;
  return { ...view, scale, x: MARGIN, y: MARGIN, fitted: false };
}

/** The next page as the one before: whole where that was, else as near and from its top. */
export function follow(view: View, before: Size, next: Size): View {
  const { width, height } = view;
  if (view.fitted || width === 0) return { ...START, width: 0, height: 0 };
  const scale = (view.scale * before.width) / next.width;
  const high = next.height * scale;
  return { ...view, scale, y: high <= height ? (height - high) / 2 : MARGIN };
}
