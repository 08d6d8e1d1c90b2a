import { type KeyboardEvent, useState } from "react";
import type { Attribute } from "../core/doc";
import { clamp } from "../core/geometry";
import { numberOf } from "../core/numbers";

type Props = {
  one: Attribute;
  value: number | undefined;
  off: boolean;
  /** The id of what it is called. */
  labelled: string;
  onTake: (value: number | undefined) => void;
};

/** A number within its range: typed, or moved by the arrow keys in its steps, by ten with Shift. */
export function AttributeNumber({ one, value, off, labelled, onTake }: Props) {
  const [typing, setTyping] = useState<string | null>(null);
  const { min, max, step } = one;
  const bad = typing !== null && typing.trim() !== "" && Number.isNaN(numberOf(typing));
  const finish = () => {
    if (typing === null || bad) return;
    onTake(typing.trim() === "" ? undefined : numberOf(typing));
    setTyping(null);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") finish();
    else if (event.key === "Escape") setTyping(null);
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      const by = (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1) * (step ?? 1);
      const now = typing === null ? value : numberOf(typing);
      const next = now === undefined || Number.isNaN(now) ? (min ?? 0) : now + by;
      // 0.1 + 0.2 is not what anybody meant.
      const tidy = Math.round(next * 1e6) / 1e6;
      onTake(clamp(tidy, min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY));
      setTyping(null);
    }
  };
  const range = min == null && max == null ? undefined : `${min ?? ""}–${max ?? ""}`;
  return (
    <span className={`in ${bad ? "bad" : ""}`}>
      <input
        className="bare"
        inputMode="decimal"
        autoComplete="off"
        aria-labelledby={labelled}
        aria-invalid={bad}
        placeholder={range}
        disabled={off}
        value={typing ?? (value === undefined ? "" : String(value))}
        onChange={(event) => setTyping(event.target.value)}
        onBlur={finish}
        onKeyDown={keys}
      />
    </span>
  );
}
