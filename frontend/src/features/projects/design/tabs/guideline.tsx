import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { ApplyBar } from "../apply-bar";
import { Difference } from "../guideline/difference";
import { GuidelineEditor } from "../guideline/editor";
import { Readers } from "../guideline/readers";
import { useSaving } from "../saving";
import { guidelineQuery, guidelinesQuery } from "../versions";
import { Versions } from "../versions-list";

/** The guideline: another version with what is new in it, and those before. */
export function GuidelineTab({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["projects", "reading"]);
  const stored = useSuspenseQuery(guidelineQuery(stage)).data?.body ?? "";
  const versions = useQuery(guidelinesQuery(stage)).data ?? [];
  const kept = useKept(`guideline.${stage.project_id}.${stage.id}`, stored);
  const saving = useSaving(stage);
  const [tried, setTried] = useState(false);
  const [mustRead, setMustRead] = useState(false);
  const [seen, setSeen] = useState<number | null>(null);
  const empty = kept.value.trim() === "";
  const changed = kept.value !== stored;
  const next = (stage.guideline_version ?? 0) + 1;
  const at = versions.findIndex((one) => one.version === seen);
  return (
    <>
      <PageTitle name={t("pages.design")}>
        {stage.guideline_version === null
          ? t("design.title.no_guideline")
          : t("design.title.guideline", { n: stage.guideline_version })}
      </PageTitle>
      <GuidelineEditor
        projectId={stage.project_id}
        value={kept.value}
        onChange={kept.set}
        fault={tried && empty ? t("guideline.fault") : undefined}
      />
      {changed && stored !== "" && (
        <section className="col g8">
          <h2 className="title">{t("design.changed", { n: next })}</h2>
          <Difference before={stored} after={kept.value} />
        </section>
      )}
      {changed && stage.state !== "cancelled" && (
        <div className="col g4">
          <Checkbox isSelected={mustRead} onChange={setMustRead}>
            {t("reading:must.label")}
          </Checkbox>
          <p className="label t3">{t("reading:must.hint")}</p>
        </div>
      )}
      {stage.state !== "cancelled" && (
        <ApplyBar
          changed={changed}
          word={t("design.apply", { n: next })}
          done={t("design.applied", { n: next })}
          save={async () => {
            setTried(true);
            if (empty) return false;
            await saving.guideline(kept.value, mustRead);
            setMustRead(false);
            kept.sent();
            setTried(false);
            return true;
          }}
          reset={() => {
            kept.clear();
            setTried(false);
          }}
        >
          {t("design.guideline_means")}
        </ApplyBar>
      )}
      {versions.some((one) => one.must_read) && <Readers stage={stage} />}
      {versions.length > 0 && (
        <section className="col g8 version-part">
          <h2 className="title">{t("design.versions")}</h2>
          <Versions rows={versions} chosen={seen} onChoose={setSeen} />
          {at >= 0 && (
            <>
              <h3 className="label strong">{t("design.changed", { n: versions[at]!.version })}</h3>
              <Difference before={versions[at + 1]?.body ?? ""} after={versions[at]!.body} />
            </>
          )}
        </section>
      )}
    </>
  );
}
