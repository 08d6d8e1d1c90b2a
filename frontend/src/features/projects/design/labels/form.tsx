import { CircleAlert, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { NumberField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { ClassRows } from "./class-rows";
import {
  type Faults,
  freshQuestion,
  freshShapes,
  type LabelDraft,
  type QuestionDraft,
  type SchemaDraft,
  type ShapesDraft,
  withLabel,
} from "./model";
import { Question } from "./question";

/** What is asked of every picture: boxes and outlines of classes, and questions about the whole. */
export function SchemaForm({
  draft,
  faults,
  onChange,
}: {
  draft: SchemaDraft;
  faults: Faults;
  onChange: (next: SchemaDraft) => void;
}) {
  const { t, i18n } = useTranslation("projects");
  const shapes = draft.labels.filter((label): label is ShapesDraft => label.kind !== "class");
  const questions = draft.labels.filter((label): label is QuestionDraft => label.kind === "class");
  const set = (next: LabelDraft) => onChange(withLabel(draft, next));
  // Colours and keys count through all classes, shapes first, as the editor does.
  const starts = new Map<string, number>();
  let count = 0;
  for (const label of [...shapes, ...questions]) {
    starts.set(label.key, count);
    count += label.classes.length;
  }
  return (
    <div className="col g24">
      {shapes.map((label) => (
        <section key={label.key} className="col g8">
          <h2 className="title">
            {(i18n.language === "en" ? label.en || label.ko : label.ko || label.en) ||
              t(`labels.${label.kind}`)}
          </h2>
          <p className="hint">{t(`labels.${label.kind}_hint`)}</p>
          <ClassRows
            classes={label.classes}
            onChange={(classes) => set({ ...label, classes })}
            before={starts.get(label.key) ?? 0}
            faults={faults}
            label={t(`labels.${label.kind}`)}
            add={t("labels.class_add")}
          />
          {label.classes.length > 0 && <Range label={label} faults={faults} onChange={set} />}
        </section>
      ))}
      {!shapes.some((label) => label.kind === "polygon") && (
        <div>
          <Button
            look="ghost"
            onPress={() => onChange({ labels: [...draft.labels, freshShapes("polygon")] })}
          >
            <Icon of={Plus} />
            {t("labels.polygon_add")}
          </Button>
        </div>
      )}
      <section className="col g12">
        <h2 className="title">{t("labels.whole")}</h2>
        {questions.length === 0 && <p className="hint">{t("labels.whole_hint")}</p>}
        {questions.map((question, at) => (
          <Question
            key={question.key}
            question={question}
            n={at + 1}
            before={starts.get(question.key) ?? 0}
            faults={faults}
            onChange={set}
            onDrop={() =>
              onChange({ labels: draft.labels.filter((one) => one.key !== question.key) })
            }
          />
        ))}
        <div>
          <Button
            look="ghost"
            onPress={() => onChange({ labels: [...draft.labels, freshQuestion()] })}
          >
            <Icon of={Plus} />
            {t("labels.question_add")}
          </Button>
        </div>
      </section>
      {faults.has("all") && (
        <p className="err" role="alert">
          <Icon of={CircleAlert} size={16} />
          {t("labels.fault.nothing")}
        </p>
      )}
    </div>
  );
}

function Range({
  label,
  faults,
  onChange,
}: {
  label: ShapesDraft;
  faults: Faults;
  onChange: (next: ShapesDraft) => void;
}) {
  const { t } = useTranslation("projects");
  const unit = <span className="t3 nowrap">{t("labels.pieces")}</span>;
  return (
    <div className="range-fields">
      <NumberField
        label={t("labels.min")}
        minValue={0}
        maxValue={10_000}
        value={label.min}
        onChange={(min) => onChange({ ...label, min: Number.isNaN(min) ? 0 : min })}
        suffix={unit}
        error={faults.get(label.key) === "range" ? t("labels.fault.range") : undefined}
      />
      <NumberField
        label={t("labels.max")}
        hint={t("labels.max_hint")}
        minValue={1}
        maxValue={10_000}
        value={label.max ?? Number.NaN}
        onChange={(max) => onChange({ ...label, max: Number.isNaN(max) ? null : max })}
        suffix={unit}
      />
    </div>
  );
}
