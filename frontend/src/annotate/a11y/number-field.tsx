import { type KeyboardEvent, useState } from "react";
import { numberOf } from "../core/numbers";

const written = (value: number): string => String(Math.round(value * 100) / 100);

type Props = {
  /** What is seen before the number, and what is heard. */
  letter: string;
  label: string;
  value: number;
  off: boolean;
  /** What is wrong with what was typed here, by the id of the sentence that says so. */
  faultId: string | undefined;
  /** Takes the number; false where it does not fit, and the field keeps what was typed. */
  onTake: (value: number) => boolean;
  /** What was typed is given up. */
  onGiveUp: () => void;
};

/** One number: typed, or moved by the arrow keys, by ten with Shift. */
export function NumberField({ letter, label, value, off, faultId, onTake, onGiveUp }: Props) {
  const [typing, setTyping] = useState<string | null>(null);
  const finish = () => {
    if (typing !== null && onTake(numberOf(typing))) setTyping(null);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") finish();
    else if (event.key === "Escape") {
      setTyping(null);
      onGiveUp();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      const by = (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1);
      if (onTake((typing === null ? value : numberOf(typing)) + by)) setTyping(null);
    }
  };
  return (
    <label className={`in ${faultId === undefined ? "" : "bad"}`}>
      <span aria-hidden="true">{letter}</span>
      <input
        className="bare"
        inputMode="decimal"
        autoComplete="off"
        aria-label={label}
        aria-invalid={faultId !== undefined}
        aria-describedby={faultId}
        disabled={off}
        value={typing ?? written(value)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyping(event.target.value)}
        onBlur={finish}
        onKeyDown={keys}
      />
    </label>
  );
}
