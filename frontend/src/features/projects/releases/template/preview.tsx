import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { isProblem } from "~/api/problem";
import { Skeleton } from "~/ui/fault";
import { Select } from "~/ui/field";
import { Mark } from "~/ui/state";
import { useStages } from "../../frame/queries";
import { Faults } from "./faults";
import type { Definition } from "./model";

const WAIT = 400; // ms after the last change

/** A value a little later, once it has stopped changing. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), WAIT);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What the template makes of a real item, and what of it does not fit. */
export function Shown({ projectId, definition }: { projectId: number; definition: Definition }) {
  const { t } = useTranslation(["templates", "data"]);
  const stages = useStages().filter((one) => one.kind !== "collect");
  const [chosen, setChosen] = useState<number>();
  const stage = stages.find((one) => one.id === chosen) ?? stages[0];
  const settled = useSettled(definition);
  const preview = useQuery({
    queryKey: ["project", projectId, "template-preview", stage?.id, settled],
    enabled: stage !== undefined,
    placeholderData: keepPreviousData,
    retry: (count, error) => !isProblem(error) && count < 2,
    queryFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/templates/preview", {
          params: { path: { project_id: projectId } },
          body: { definition: settled, stage_id: stage?.id ?? 0 },
        }),
      ),
  });
  const [file] = preview.data?.files ?? [];
  return (
    <section className="template-preview col g12" aria-label={t("preview.title")}>
      <h2 className="title">{t("preview.title")}</h2>
      {stages.length > 1 && stage !== undefined && (
        <Select
          label={t("data:stages.name")}
          value={String(stage.id)}
          onChange={(id) => setChosen(Number(id))}
          options={stages.map((one) => ({ id: String(one.id), name: one.name }))}
        />
      )}
      {stage === undefined && <p className="hint">{t("preview.no_stage")}</p>}
      <Faults error={preview.error} />
      {preview.isPending && stage !== undefined && <Skeleton lines={5} />}
      {preview.error === null && preview.data !== undefined && file !== undefined && (
        <>
          <p className="hint break">
            {t(preview.data.answered ? "preview.of" : "preview.of_unanswered", {
              name: preview.data.name,
            })}
          </p>
          <FileShown file={file} />
          {preview.data.files.length + preview.data.more > 1 && (
            <p className="hint">
              {t("preview.more", { n: preview.data.files.length + preview.data.more - 1 })}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function FileShown({ file }: { file: Schema<"LabelFileOut"> }) {
  const { t, i18n } = useTranslation("templates");
  const sentence = (rule: string, detail: string) => {
    const key = `rule.${rule}`;
    return i18n.exists(key, { ns: "templates" }) ? t(key as "rule.type") : detail;
  };
  return (
    <>
      <p className="template-path">{file.file}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre className="template-json" tabIndex={0}>
        {JSON.stringify(file.document, null, 2)}
      </pre>
      {file.faults.length === 0 ? (
        <Mark icon={CircleCheck} tone="ok">
          {t("preview.fits")}
        </Mark>
      ) : (
        <div role="status" className="col g8">
          <Mark icon={CircleAlert} tone="bad">
            {t("preview.unfit", { n: file.faults.length })}
          </Mark>
          <ul className="template-faults">
            {file.faults.map((one) => (
              <li key={`${one.path} ${one.rule} ${one.detail}`} className="break">
                <span className="template-path strong">{one.path || t("preview.whole")}</span>{" "}
                {sentence(one.rule, one.detail)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
