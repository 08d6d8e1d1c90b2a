import { ArrowDownToLine, ArrowRightToLine, Sigma } from "lucide-react";
import { useState } from "react";
import { NumberField as AriaNumberField, Input } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useProfileWords } from "~/i18n/profile";
import { Button } from "~/ui/button";
import { NumberField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { type Cell, cellsOf, filled, gridOf, keyOf, type QuotaDraft, spread } from "./model";
import { useCellWords } from "./words";

const MOST = 1_000_000;

/** A goal for every cell; one can be written once for a row, a column, or spread over all. */
export function Goals({
  draft,
  onChange,
}: {
  draft: QuotaDraft;
  onChange: (next: QuotaDraft) => void;
}) {
  const { t } = useTranslation("collecting");
  const words = useProfileWords();
  const name = useCellWords();
  const [total, setTotal] = useState(Number.NaN);
  const grid = gridOf(draft);
  if (grid === null) return null;
  const { across, down } = grid;
  const goal = (cell: Cell) => draft.goals[keyOf(cell)] ?? 0;
  const cellAt = (row: Cell, value: string): Cell => ({ ...row, [across.axis]: value });
  return (
    <div className="col g12">
      <div className="quota-total">
        <NumberField
          label={t("quotas.total")}
          hint={t("quotas.total_hint", { n: cellsOf(draft).length })}
          minValue={0}
          maxValue={MOST}
          value={total}
          onChange={setTotal}
        />
        <Button
          look="line"
          isDisabled={Number.isNaN(total)}
          onPress={() => onChange(spread(draft, total))}
        >
          <Icon of={Sigma} />
          {t("quotas.evenly")}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="table-scroll" aria-label={t("quotas.goals")} tabIndex={0}>
        <table className="table pad quota-grid">
          <thead>
            <tr>
              <th scope="col">{draft.by.slice(0, -1).map(words.axis).join(" · ")}</th>
              {across.values.map((value) => (
                <th key={value} scope="col" className="num">
                  {words.value(across.axis, value)}
                </th>
              ))}
              <th scope="col" className="num">
                <span className="sr-only">{t("quotas.fill_row")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {down.map((row, at) => (
              <tr key={keyOf(row)}>
                <th scope="row" className="nowrap">
                  {name(row) || words.axis(across.axis)}
                </th>
                {across.values.map((value) => (
                  <td key={value} className="num">
                    <Goal
                      label={name(cellAt(row, value))}
                      value={goal(cellAt(row, value))}
                      onChange={(next) => onChange(filled(draft, [cellAt(row, value)], next))}
                    />
                    {at === 0 && down.length > 1 && (
                      <Button
                        look="ghost"
                        square
                        aria-label={t("quotas.fill_down", {
                          name: words.value(across.axis, value),
                        })}
                        onPress={() =>
                          onChange(
                            filled(
                              draft,
                              down.map((one) => cellAt(one, value)),
                              goal(cellAt(row, value)),
                            ),
                          )
                        }
                      >
                        <Icon of={ArrowDownToLine} size={16} />
                      </Button>
                    )}
                  </td>
                ))}
                <td className="num">
                  {across.values.length > 1 && (
                    <Button
                      look="ghost"
                      square
                      aria-label={t("quotas.fill_across", { name: name(row) })}
                      onPress={() =>
                        onChange(
                          filled(
                            draft,
                            across.values.map((value) => cellAt(row, value)),
                            goal(cellAt(row, across.values[0] ?? "")),
                          ),
                        )
                      }
                    >
                      <Icon of={ArrowRightToLine} size={16} />
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Goal({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (next: number) => void;
}) {
  return (
    <AriaNumberField
      aria-label={label}
      minValue={0}
      maxValue={MOST}
      value={value}
      onChange={(next) => onChange(Number.isNaN(next) ? 0 : next)}
      className="quota-goal"
    >
      <Input className="in num" />
    </AriaNumberField>
  );
}
