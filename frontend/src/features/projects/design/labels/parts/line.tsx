import { ArrowDown, ArrowUp, EllipsisVertical, TextCursorInput, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Checkbox, NumberField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { freshSpecial, idOf, type LineDraft } from "../model";
import { Cell } from "./cell";
import { FaultLine, useFaultOf } from "./fault-line";
import { Language } from "./languages";
import { Rows } from "./rows";

const LENGTH = 2_000; // characters, where nothing is said: as the server's
const LONGEST = 10_000;

type Props = {
  line: LineDraft;
  n: number;
  last: boolean;
  onChange: (part: Partial<LineDraft>) => void;
  onMove: (by: -1 | 1) => void;
  onDrop: () => void;
};

/** One line: its names, its language and length, and the special marks that keys put in. */
export function LineForm({ line, n, last, onChange: set, onMove, onDrop }: Props) {
  const { t } = useTranslation(["projects", "common"]);
  const bad = useFaultOf(line.key) !== undefined;
  const title = t("labels.line_n", { n });
  const acts = [
    { id: "up", word: t("labels.up"), icon: ArrowUp, off: n === 1, act: () => onMove(-1) },
    { id: "down", word: t("labels.down"), icon: ArrowDown, off: last, act: () => onMove(1) },
    { id: "drop", word: t("common:delete"), icon: Trash2, danger: true, act: onDrop },
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid
    <div role="group" aria-label={title} className="attribute">
      <div className="attribute-head">
        <span className="attribute-kind label t2">
          <Icon of={TextCursorInput} size={16} />
          {title}
        </span>
        <Cell
          label={t("labels.line_ko", { n })}
          hint={t("labels.ko")}
          value={line.ko}
          bad={bad}
          onChange={(ko) => set({ ko })}
        />
        <Cell
          label={t("labels.line_en", { n })}
          hint={t("labels.en")}
          value={line.en}
          bad={bad}
          onChange={(en) => set({ en })}
        />
        <span className="desk-only">
          <Cell
            label={t("labels.line_stored", { n })}
            hint={t("labels.stored")}
            value={line.fixed ? line.id : line.id || idOf(line)}
            locked={line.fixed}
            onChange={(id) => set({ id })}
          />
        </span>
        <Menu label={t("labels.acts_of", { name: title })} acts={acts}>
          <Button look="ghost" square aria-label={t("labels.acts_of", { name: title })}>
            <Icon of={EllipsisVertical} />
          </Button>
        </Menu>
      </div>
      <FaultLine of={line.key} />
      <div className="attribute-body">
        <div className="form-pair">
          <Language
            value={line.language || null}
            onChange={(next) => set({ language: next ?? "" })}
          />
          <NumberField
            label={t("labels.max_length")}
            minValue={1}
            maxValue={LONGEST}
            value={line.maxLength ?? LENGTH}
            onChange={(next) => set({ maxLength: Number.isNaN(next) ? null : next })}
          />
        </div>
        <Checkbox isSelected={line.required} onChange={(required) => set({ required })}>
          {t("labels.on.line")}
        </Checkbox>
        <h5 className="label strong">{t("labels.specials")}</h5>
        {line.marks.length === 0 && <p className="hint">{t("labels.specials_hint")}</p>}
        <Rows
          rows={line.marks}
          fresh={freshSpecial}
          onChange={(marks) => set({ marks })}
          label={t("labels.specials")}
          add={t("labels.special_add")}
          leadTitle={t("labels.special_text")}
          lead={(one, at, change) => (
            <span className="row-lead">
              <Cell
                label={t("labels.special_text_of", { n: at + 1 })}
                hint="(웃음)"
                value={one.text}
                onChange={(text) => change({ text })}
              />
            </span>
          )}
        />
      </div>
    </div>
  );
}
