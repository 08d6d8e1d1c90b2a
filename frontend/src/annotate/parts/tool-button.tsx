import type { LucideIcon } from "lucide-react";
import { Icon } from "~/ui/icons";
import { ariaOf, capsOf } from "../core/keymap";
import { useKeyOf } from "../use";

type Props = {
  act: string;
  icon: LucideIcon;
  word: string;
  pressed?: boolean;
  off?: boolean;
  onPress: () => unknown;
};

/** A button of the rail: an icon with its key; the word is heard, and shown on hovering. */
export function ToolButton({ act, icon, word, pressed, off = false, onPress }: Props) {
  const chord = useKeyOf(act);
  const cap = chord === null || chord.includes("+") ? null : capsOf(chord).join("");
  return (
    <button
      type="button"
      className="tool"
      aria-label={cap === null ? word : `${word} ${cap}`}
      title={chord === null ? word : `${word} (${capsOf(chord).join(" ")})`}
      aria-keyshortcuts={chord === null ? undefined : ariaOf(chord)}
      aria-pressed={pressed}
      disabled={off}
      onClick={() => onPress()}
    >
      <Icon of={icon} size={20} />
      {cap !== null && <small aria-hidden="true">{cap}</small>}
    </button>
  );
}
