import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { nameOf } from "~/annotate/core/choices";
import { isClassed } from "~/annotate/core/doc";
import { Button } from "~/ui/button";
import { GuidelineEditor } from "../../design/guideline/editor";
import { useSaving } from "../../design/saving";
import { guidelineQuery, schemaQuery } from "../../design/versions";
import { useKept } from "../../kept";
import { useWizard } from "../state";
import { StepFrame } from "../step-frame";

/** What workers and inspectors are told. It can be left for later. */
export function GuidelineStep() {
  const { t, i18n } = useTranslation(["projects", "common"]);
  const { project, stage } = useWizard();
  const stored = useSuspenseQuery(guidelineQuery(stage)).data?.body ?? "";
  const schema = useSuspenseQuery(schemaQuery(stage)).data;
  // A beginning that has the labels in it is easier to go on with than an empty sheet.
  const names = (schema?.labels ?? [])
    .flatMap((label): Parameters<typeof nameOf>[0][] =>
      isClassed(label) && label.kind !== "class" ? label.classes : [label],
    )
    .map((one) => nameOf(one, i18n.language));
  const start = t("wizard.guideline_start", {
    name: project.name,
    classes: names.map((name) => `## ${name}\n\n`).join(""),
  });
  const kept = useKept(`guideline.${stage.project_id}.${stage.id}`, stored);
  const saving = useSaving(stage);
  const save = async (): Promise<boolean> => {
    const text = kept.value.trim();
    if (text !== "" && text !== stored.trim()) await saving.guideline(text);
    kept.sent();
    return true;
  };
  return (
    <StepFrame
      id="guideline"
      hint={t("wizard.guideline_hint")}
      save={save}
      quiet={kept.value.trim() === ""}
      word={kept.value.trim() === "" ? t("wizard.guideline_later") : t("common:next")}
    >
      <GuidelineEditor projectId={project.id} value={kept.value} onChange={kept.set}>
        {kept.value.trim() === "" && (
          <Button look="line" onPress={() => kept.set(start)}>
            {t("wizard.guideline_fill")}
          </Button>
        )}
      </GuidelineEditor>
    </StepFrame>
  );
}
