import {
  ArrowDown,
  ArrowUp,
  ChevronDown,
  ChevronRight,
  Copy,
  EllipsisVertical,
  Trash2,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { type KindProps, useBuilding } from "./building";
import { formOf } from "./kinds";
import { FACTS } from "./kinds/facts";
import { copyOf, moved, titleOf, withoutLabel, written } from "./model";
import { FaultLine } from "./parts/fault-line";
import { Names } from "./parts/names";

// These are said at the field itself.
const AT_FIELD = new Set([
  ...["question", "name_twice", "range", "lengths", "no_speakers"],
  ...["takes", "seconds", "light"],
]);

/** One question: folded, what it is; open, everything that can be settled of it. */
export function Card({
  label,
  n,
  open,
  onOpen,
}: KindProps & { n: number; open: boolean; onOpen: (open: boolean) => void }) {
  const { t, i18n } = useTranslation(["projects", "common"]);
  const { draft, faults, change } = useBuilding();
  const at = n - 1;
  const { icon, classes: classed } = FACTS[label.kind];
  const Form = formOf(label.kind);
  const title = t("labels.question_n", { n });
  const name = titleOf(label, i18n.language);
  const classes = label.classes.filter(written).length;
  const labels = (next: typeof draft.labels) => change({ ...draft, labels: next });
  const acts = [
    {
      id: "up",
      word: t("labels.up"),
      icon: ArrowUp,
      off: at === 0,
      act: () => labels(moved(draft.labels, at, -1)),
    },
    {
      id: "down",
      word: t("labels.down"),
      icon: ArrowDown,
      off: n === draft.labels.length,
      act: () => labels(moved(draft.labels, at, 1)),
    },
    {
      id: "copy",
      word: t("labels.duplicate"),
      icon: Copy,
      act: () => labels(draft.labels.toSpliced(n, 0, copyOf(label))),
    },
    {
      id: "drop",
      word: t("common:delete"),
      icon: Trash2,
      danger: true,
      act: () => change(withoutLabel(draft, label.key)),
    },
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in the row of its buttons
    <div role="group" aria-label={title} className="label-card" data-key={label.key}>
      <div className="row g8">
        <h3 className="grow label-head">
          <Button
            look="ghost"
            aria-expanded={open}
            className="label-toggle"
            onPress={() => onOpen(!open)}
          >
            <Icon of={open ? ChevronDown : ChevronRight} size={16} className="t3" />
            <Icon of={icon} size={18} className="t2" />
            <span className="clip">{name || t(`labels.kind.${label.kind}`)}</span>
            {name !== "" && (
              <span className="t3 label nowrap">{t(`labels.kind.${label.kind}`)}</span>
            )}
          </Button>
        </h3>
        {classed && !open && (
          <span className="t3 label nowrap">
            {t(label.kind === "class" ? "labels.answers_n" : "labels.classes_n", { n: classes })}
          </span>
        )}
        <Menu label={t("labels.acts_of", { name: title })} acts={acts}>
          <Button look="ghost" square aria-label={t("labels.acts_of", { name: title })}>
            <Icon of={EllipsisVertical} />
          </Button>
        </Menu>
      </div>
      {open && (
        <div className="label-form">
          <p className="hint">{t(`labels.kind_hint.${label.kind}`)}</p>
          <Names label={label} />
          <Form label={label} />
        </div>
      )}
      {!AT_FIELD.has(faults.get(label.key) ?? "") && <FaultLine of={label.key} />}
    </div>
  );
}
