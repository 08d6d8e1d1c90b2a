import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { Segments } from "~/ui/segments";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { ApplyBar } from "../apply-bar";
import { RequirementForm } from "../requirements/form";
import {
  countOf,
  draftOf,
  type Level,
  requirementFaults,
  requirementOf,
} from "../requirements/model";
import { requirementQuery } from "../requirements/queries";
import { Trial } from "../requirements/trial";
import "../requirements/requirements.css";

/** Who may take the stage's work, level by level. */
export function RequirementsTab({ stage }: { stage: Stage }) {
  // The words of profiles, too: later, the form would blink while they come.
  const { t } = useTranslation(["requirements", "common", "profile"]);
  const [level, setLevel] = useState<Level>(0);
  const choose = (
    <Segments
      label={t("level")}
      parts={(["0", "1", "2"] as const).map((id) => ({ id, word: t(`common:level.${id}`) }))}
      chosen={String(level) as "0"}
      onChoose={(next) => setLevel(Number(next) as Level)}
    />
  );
  return (
    <>
      <div>{choose}</div>
      <Suspense fallback={<Skeleton lines={8} />}>
        <OfLevel key={level} stage={stage} level={level} />
      </Suspense>
    </>
  );
}

function OfLevel({ stage, level }: { stage: Stage; level: Level }) {
  const { t } = useTranslation(["requirements", "common"]);
  const { full } = useFormat();
  const client = useQueryClient();
  const query = requirementQuery(stage, level);
  const stored = useSuspenseQuery(query).data;
  const base = useMemo(() => draftOf(stored), [stored]);
  const kept = useKept(`requirement.${stage.project_id}.${stage.id}.${level}`, base);
  const [tried, setTried] = useState(false);
  const found = requirementFaults(kept.value, level);
  const count = countOf(stored);
  const next = stored.version + 1;
  const save = async () => {
    setTried(true);
    if (found.size > 0) return false;
    const now = await must(
      api.PUT("/api/v1/projects/{project_id}/stages/{stage_id}/requirements/{level}", {
        params: { path: { project_id: stage.project_id, stage_id: stage.id, level } },
        body: requirementOf(kept.value, level),
      }),
    );
    client.setQueryData(query.queryKey, now);
    kept.sent();
    setTried(false);
    return true;
  };
  return (
    <>
      <PageTitle name={t("name")}>
        {count === 0 ? t("title.none") : t("title.some", { n: count })}
      </PageTitle>
      <div className="design-form">
        {stored.version > 0 && stored.changed_at !== null && (
          <p className="label t3">
            {t("version", { n: stored.version, at: full(stored.changed_at) })}
          </p>
        )}
        <RequirementForm
          stage={stage}
          level={level}
          draft={kept.value}
          faults={tried ? found : new Set()}
          onChange={kept.set}
        />
        <Trial
          stage={stage}
          level={level}
          draft={kept.value}
          ready={() => {
            setTried(true);
            return found.size === 0;
          }}
        />
        {stage.state !== "cancelled" && (
          <ApplyBar
            changed={kept.changed}
            word={t("save", { n: next })}
            done={t("saved", { n: next })}
            save={save}
            reset={() => {
              kept.clear();
              setTried(false);
            }}
          >
            {t("means")}
          </ApplyBar>
        )}
      </div>
    </>
  );
}
