import type { LucideIcon } from "lucide-react";

/** An icon beside a word; the word says it to screen readers. `size` in pixels, else the density's. */
export function Icon({
  of: Glyph,
  size,
  className = "",
}: {
  of: LucideIcon;
  size?: number;
  className?: string;
}) {
  return (
    <Glyph
      aria-hidden="true"
      className={`i ${className}`}
      style={size === undefined ? undefined : { width: size, height: size }}
    />
  );
}
