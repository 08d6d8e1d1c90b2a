import { capsOf } from "../core/keymap";
import { useKeyOf } from "../use";

/** The key of an act as its caps; nothing where it has none. */
export function ActKey({ act, className = "" }: { act: string; className?: string }) {
  const chord = useKeyOf(act);
  if (chord === null) return null;
  return (
    <span aria-hidden="true">
      <kbd className={`kbd an-key ${className}`}>{capsOf(chord).join(" ")}</kbd>
    </span>
  );
}
