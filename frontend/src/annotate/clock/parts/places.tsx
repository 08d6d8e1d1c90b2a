import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { NumberField } from "../../a11y/number-field";
import { type ClockMark, isSegment } from "../doc";
import type { ClockEditor } from "../editor";

/** Where a mark is, in numbers that can be written and moved by the arrow keys. */
export function Places({
  editor,
  mark,
  name,
  off,
}: {
  editor: ClockEditor;
  mark: ClockMark;
  /** What it is called. */
  name: string;
  off: boolean;
}) {
  const { t } = useTranslation("annotate-clock");
  const id = useId();
  const [wrong, setWrong] = useState<string | null>(null);
  const fields = isSegment(mark)
    ? ([
        ["start", mark.start],
        ["end", mark.end],
      ] as const)
    : ([["at", mark.at]] as const);
  return (
    <div className="ck-places">
      {fields.map(([key, value]) => (
        <NumberField
          key={`${mark.id} ${key}`}
          letter={t(key)}
          label={`${name}: ${editor.facts.frames === true ? t(key) : t(`${key}_ms`)}`}
          value={value}
          off={off}
          faultId={wrong === key ? id : undefined}
          onTake={(number) => {
            if (number === value) {
              setWrong(null);
              return true;
            }
            const fits =
              Number.isFinite(number) &&
              number >= 0 &&
              number <= editor.facts.length &&
              editor.place(mark.id, { [key]: number });
            setWrong(fits ? null : key);
            return fits;
          }}
          onGiveUp={() => setWrong(null)}
        />
      ))}
      {wrong !== null && (
        <p id={id} className="c-bad label" role="alert">
          {t("misplaced")}
        </p>
      )}
    </div>
  );
}
