import { CircleAlert, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Checkbox, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { ClassRows } from "./class-rows";
import type { Faults, QuestionDraft } from "./model";

/** A question about the picture as a whole, and its answers. */
export function Question({
  question,
  n,
  before,
  faults,
  onChange,
  onDrop,
}: {
  question: QuestionDraft;
  n: number;
  before: number;
  faults: Faults;
  onChange: (next: QuestionDraft) => void;
  onDrop: () => void;
}) {
  const { t } = useTranslation("projects");
  const fault = faults.get(question.key);
  const set = (part: Partial<QuestionDraft>) => onChange({ ...question, ...part });
  return (
    <fieldset className="question">
      <legend className="label strong">{t("labels.question_n", { n })}</legend>
      <div className="question-names">
        <TextField
          label={t("labels.question_ko")}
          placeholder={t("labels.question_eg")}
          value={question.ko}
          onChange={(ko) => set({ ko })}
          maxLength={200}
          error={fault === "unnamed" ? t("labels.fault.question") : undefined}
        />
        <TextField
          label={t("labels.question_en")}
          value={question.en}
          onChange={(en) => set({ en })}
          maxLength={200}
        />
        <Button look="ghost" square aria-label={t("labels.question_drop", { n })} onPress={onDrop}>
          <Icon of={Trash2} />
        </Button>
      </div>
      <ClassRows
        classes={question.classes}
        onChange={(classes) => set({ classes })}
        before={before}
        faults={faults}
        label={t("labels.answers_n", { n })}
        add={t("labels.answer_add")}
      />
      {fault === "no_classes" && (
        <p className="err" role="alert">
          <Icon of={CircleAlert} size={16} />
          {t("labels.fault.no_classes")}
        </p>
      )}
      <div className="row wrap g16">
        <Checkbox isSelected={question.many} onChange={(many) => set({ many })}>
          {t("labels.many")}
        </Checkbox>
        <Checkbox isSelected={question.required} onChange={(required) => set({ required })}>
          {t("labels.required")}
        </Checkbox>
      </div>
    </fieldset>
  );
}
