import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ClipboardCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Select } from "~/ui/field";
import { useProjectId } from "../frame/queries";
import { Checklist } from "./checklist";
import { QualityReport } from "./quality-report";
import { releasesQuery } from "./queries";
import { Samples } from "./samples";
import { DataSheet } from "./sheet";
import { StageTargets } from "./targets";
import { Models } from "./validity";
import "./reports.css";

const TABS = [undefined, "sheet", "samples", "models", "checks", "targets"] as const;

const OF_RELEASE = { report: QualityReport, sheet: DataSheet, samples: Samples, models: Models };

/** What is told of the releases, and what was aimed at. */
export function Reports() {
  const { t } = useTranslation("reports");
  const params = { projectId: String(useProjectId()) };
  const { tab, release } = useSearch({ from: "/inside/projects/$projectId/reports" });
  const bar = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where a phone has no room for all
  useEffect(() => {
    const open = bar.current?.querySelector("[aria-current=page]");
    open?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [tab]);
  return (
    <>
      <nav ref={bar} className="tabs design-tabs" aria-label={t("name")}>
        {TABS.map((id) => (
          <Link
            key={id ?? "report"}
            to="/projects/$projectId/reports"
            params={params}
            search={{ tab: id, release }}
            activeOptions={{ explicitUndefined: true }}
            aria-current={id === tab ? "page" : undefined}
          >
            {t(`tabs.${id ?? "report"}`)}
          </Link>
        ))}
      </nav>
      <div className="design-tab">
        {tab === "checks" ? (
          <Checklist />
        ) : tab === "targets" ? (
          <StageTargets />
        ) : (
          <OfRelease of={OF_RELEASE[tab ?? "report"]} />
        )}
      </div>
    </>
  );
}

type Part = (props: { projectId: number; releaseId: number }) => React.ReactNode;

/** What is told of one release: the newest that is ready, or the one that was chosen. */
function OfRelease({ of: Shown }: { of: Part }) {
  const { t } = useTranslation("reports");
  const projectId = useProjectId();
  const params = { projectId: String(projectId) };
  const go = useNavigate();
  const { tab, release: wanted } = useSearch({ from: "/inside/projects/$projectId/reports" });
  const { data: releases } = useSuspenseQuery(releasesQuery(projectId));
  const release = releases.find((one) => one.id === wanted) ?? releases[0];
  if (release === undefined)
    return (
      <Empty icon={ClipboardCheck} title={t("no_release")} heads>
        <p>{t("no_release_hint")}</p>
        <LinkButton look="primary" to="/projects/$projectId/releases" params={params}>
          {t("to_releases")}
        </LinkButton>
      </Empty>
    );
  return (
    <>
      {releases.length > 1 && (
        <div className="stage-select">
          <Select
            label={t("release")}
            options={releases.map((one) => ({ id: String(one.id), name: one.version }))}
            value={String(release.id)}
            onChange={(id) =>
              go({
                to: "/projects/$projectId/reports",
                params,
                search: { tab, release: Number(id) },
              })
            }
          />
        </div>
      )}
      <Shown key={release.id} projectId={projectId} releaseId={release.id} />
    </>
  );
}
