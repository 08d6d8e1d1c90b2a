import { ArrowDown, ArrowUp, EllipsisVertical, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Checkbox, NumberField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { type AttributeDraft, type ClassDraft, freshRow, idOf } from "../model";
import { Asked } from "./asked";
import { ATTRIBUTE_ICONS } from "./attribute-icons";
import { Cell } from "./cell";
import { FaultLine, useFaultOf } from "./fault-line";
import { Rows } from "./rows";

type Props = {
  attribute: AttributeDraft;
  earlier: readonly AttributeDraft[];
  classes: readonly ClassDraft[];
  n: number;
  last: boolean;
  onChange: (part: Partial<AttributeDraft>) => void;
  onMove: (by: -1 | 1) => void;
  onDrop: () => void;
};

/** One attribute: its names, what can be answered, and when it is asked. */
export function AttributeForm(props: Props) {
  const { attribute, n, onChange: set, onMove, onDrop } = props;
  const { t } = useTranslation(["projects", "common"]);
  const bad = useFaultOf(attribute.key) !== undefined;
  const word = t(`labels.attribute_kind.${attribute.kind}`);
  const title = t("labels.attribute_n", { n });
  const acts = [
    { id: "up", word: t("labels.up"), icon: ArrowUp, off: n === 1, act: () => onMove(-1) },
    { id: "down", word: t("labels.down"), icon: ArrowDown, off: props.last, act: () => onMove(1) },
    { id: "drop", word: t("common:delete"), icon: Trash2, danger: true, act: onDrop },
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid
    <div role="group" aria-label={title} className="attribute">
      <div className="attribute-head">
        <span className="attribute-kind label t2">
          <Icon of={ATTRIBUTE_ICONS[attribute.kind]} size={16} />
          {word}
        </span>
        <Cell
          label={t("labels.attribute_ko", { n })}
          hint={t("labels.ko")}
          value={attribute.ko}
          bad={bad}
          onChange={(ko) => set({ ko })}
        />
        <Cell
          label={t("labels.attribute_en", { n })}
          hint={t("labels.en")}
          value={attribute.en}
          bad={bad}
          onChange={(en) => set({ en })}
        />
        <span className="desk-only">
          <Cell
            label={t("labels.attribute_stored", { n })}
            hint={t("labels.stored")}
            value={attribute.fixed ? attribute.id : attribute.id || idOf(attribute)}
            locked={attribute.fixed}
            onChange={(id) => set({ id })}
          />
        </span>
        <Menu label={t("labels.acts_of", { name: title })} acts={acts}>
          <Button look="ghost" square aria-label={t("labels.acts_of", { name: title })}>
            <Icon of={EllipsisVertical} />
          </Button>
        </Menu>
      </div>
      <FaultLine of={attribute.key} />
      <div className="attribute-body">
        <Values attribute={attribute} set={set} />
        <Checkbox isSelected={attribute.required} onChange={(required) => set({ required })}>
          {t("labels.on.required")}
        </Checkbox>
        <Asked
          attribute={attribute}
          earlier={props.earlier}
          classes={props.classes}
          onChange={set}
        />
      </div>
    </div>
  );
}

/** What can be answered: options, or the bounds of a number or text. */
function Values({
  attribute,
  set,
}: {
  attribute: AttributeDraft;
  set: (part: Partial<AttributeDraft>) => void;
}) {
  const { t } = useTranslation("projects");
  const value = (given: number) => (Number.isNaN(given) ? null : given);
  if (attribute.kind === "choice" || attribute.kind === "many")
    return (
      <Rows
        rows={attribute.options}
        fresh={freshRow}
        onChange={(options) => set({ options })}
        label={t("labels.options")}
        add={t("labels.option_add")}
      />
    );
  if (attribute.kind === "number")
    return (
      <div className="three-fields">
        {(["min", "max", "step"] as const).map((name) => (
          <NumberField
            key={name}
            label={t(`labels.number.${name}`)}
            minValue={name === "step" ? 0 : undefined}
            value={attribute[name] ?? Number.NaN}
            onChange={(next) =>
              set({ [name]: name === "step" ? value(next) || null : value(next) })
            }
            formatOptions={{ maximumFractionDigits: 6, useGrouping: false }}
          />
        ))}
      </div>
    );
  if (attribute.kind === "text")
    return (
      <div className="short-field">
        <NumberField
          label={t("labels.max_length")}
          minValue={1}
          maxValue={10_000}
          value={attribute.maxLength ?? 1000}
          onChange={(next) => set({ maxLength: value(next) })}
        />
      </div>
    );
  return null;
}
