import { useTranslation } from "react-i18next";
import { useProfileWords } from "~/i18n/profile";
import { Checkbox } from "~/ui/field";
import { AXES, type QuotaDraft, withAxis } from "./model";

/** By what people are told apart, and which groups of each are wanted. */
export function Axes({
  draft,
  onChange,
}: {
  draft: QuotaDraft;
  onChange: (next: QuotaDraft) => void;
}) {
  const { t } = useTranslation("collecting");
  const words = useProfileWords();
  return (
    <div className="col g16">
      <fieldset className="col g8">
        <legend className="strong">{t("quotas.axes")}</legend>
        <p className="hint">{t("quotas.axes_hint")}</p>
        <div className="row wrap switches">
          {AXES.map((axis) => (
            <Checkbox
              key={axis}
              isSelected={draft.by.includes(axis)}
              onChange={(on) => onChange(withAxis(draft, axis, on, words.values(axis)))}
            >
              {words.axis(axis)}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      {draft.by.map((axis) => {
        const chosen = draft.values[axis] ?? [];
        const known = [...new Set([...words.values(axis), ...chosen])];
        return (
          <details key={axis} className="fold">
            <summary>{t("quotas.values_of", { axis: words.axis(axis), n: chosen.length })}</summary>
            <fieldset className="fold-body quota-values">
              <legend className="sr-only">{words.axis(axis)}</legend>
              {known.map((value) => (
                <Checkbox
                  key={value}
                  isSelected={chosen.includes(value)}
                  isDisabled={chosen.length === 1 && chosen[0] === value}
                  onChange={(on) =>
                    onChange({
                      ...draft,
                      values: {
                        ...draft.values,
                        [axis]: known.filter((one) => (one === value ? on : chosen.includes(one))),
                      },
                    })
                  }
                >
                  {words.value(axis, value)}
                </Checkbox>
              ))}
            </fieldset>
          </details>
        );
      })}
    </div>
  );
}
