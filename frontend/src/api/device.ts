/** What this page runs on, as claims say it: by the finger and the screen, whatever the browser calls
 * itself. */
export function deviceHere(): "phone" | "tablet" | "desktop" {
  if (!matchMedia("(pointer: coarse)").matches || matchMedia("(any-pointer: fine)").matches)
    return "desktop";
  return Math.min(screen.width, screen.height) < 600 ? "phone" : "tablet";
}
