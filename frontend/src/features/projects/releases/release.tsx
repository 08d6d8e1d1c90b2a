import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, Download, Lock, LockOpen } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle, Progress } from "~/ui/page";
import { toast } from "~/ui/toast";
import { stay } from "../data/stay";
import { useProjectId } from "../frame/queries";
import { PapersOf } from "../reports/papers-of";
import { Changes } from "./changes";
import { Contents } from "./contents";
import { Destroyed } from "./destroyed";
import { ReleaseMark } from "./mark";
import { Folders, Parts } from "./parts";
import { Patch } from "./patch";
import { download, type Release, releaseQuery } from "./queries";
import { WhyNot } from "./why-not";
import "../data/data.css";

/** One release: how far it is, what is in it, its file, whether it is open to download. */
export function ReleasePage() {
  const { t } = useTranslation(["data", "releases"]);
  const { number, full } = useFormat();
  const projectId = useProjectId();
  const { releaseId } = useParams({ from: "/inside/projects/$projectId/releases/$releaseId" });
  const { data: release } = useSuspenseQuery(releaseQuery(projectId, Number(releaseId)));
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const path = { project_id: projectId, release_id: release.id };
  const known = () => client.invalidateQueries({ queryKey: ["project", projectId] });
  const fetch = useMutation({ mutationFn: () => download(projectId, release.id) });
  const reopen = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/releases/{release_id}/reopen", {
          params: { path },
        }),
      ),
    onSuccess: async () => {
      await known();
      toast(t("releases.reopened"));
    },
  });
  const close = async () => {
    if (why.trim() === "") {
      setMissing(true);
      return stay();
    }
    await must(
      api.POST("/api/v1/projects/{project_id}/releases/{release_id}/close", {
        params: { path },
        body: { why },
      }),
    );
    await known();
    setWhy("");
    toast(t("releases.closed"));
  };
  const { state, version } = release;
  return (
    <div className="narrow">
      <Link
        to="/projects/$projectId/releases"
        params={{ projectId: String(projectId) }}
        className="label t3 back"
      >
        <Icon of={ArrowLeft} size={14} />
        {t("releases.name")}
      </Link>
      <PageTitle name={version} aside={<ReleaseMark state={state} pill />}>
        {t(`releases.title_of.${state}`, { version })}
      </PageTitle>
      <p className="label t3">
        {t(`releases.formats.${release.format}`)}
        {release.media && ` · ${t("releases.with_media")}`} ·{" "}
        {full(release.frozen_at ?? release.created_at)}
      </p>
      <Further projectId={projectId} release={release} />
      <div className="col g24 mt-4">
        {state === "building" && (
          <div className="col g8" role="status">
            <Progress
              done={release.done ?? 0}
              total={release.total}
              label={t("releases.state.building")}
            />
            <p className="label t2">
              {release.total
                ? `${number(release.done ?? 0)} / ${number(release.total)}`
                : t("releases.gathering")}
            </p>
          </div>
        )}
        {release.destroyed && <Destroyed projectId={projectId} release={release} />}
        {(state === "failed" || state === "closed") && !release.destroyed && (
          <WhyNot projectId={projectId} release={release} />
        )}
        <div className="row wrap">
          {state === "ready" && (
            <>
              <Button look="primary" main busy={fetch.isPending} onPress={() => fetch.mutate()}>
                <Icon of={Download} />
                {t("releases.download")}
              </Button>
              <Button look="line" main onPress={() => setAsked(true)}>
                <Icon of={Lock} />
                {t("releases.close")}
              </Button>
            </>
          )}
          {state === "closed" && !release.destroyed && (
            <Button look="primary" busy={reopen.isPending} onPress={() => reopen.mutate()}>
              <Icon of={LockOpen} />
              {t("releases.reopen")}
            </Button>
          )}
          {release.frozen_at !== null && !release.destroyed && (
            <Patch
              projectId={projectId}
              release={release}
              look="line"
              word={t("releases:patch")}
              means={t("releases:patch_means")}
            />
          )}
        </div>
        <Fault error={fetch.error ?? reopen.error} />
        {release.frozen_at !== null && <PapersOf projectId={projectId} releaseId={release.id} />}
        <Parts projectId={projectId} release={release} />
        {release.frozen_at !== null && <Changes projectId={projectId} release={release} />}
        <Folders release={release} />
        {release.manifest !== null && <Contents release={release} />}
      </div>
      <Confirm
        title={t("releases.close_title")}
        open={asked}
        onClose={() => setAsked(false)}
        act={close}
        word={t("releases.close")}
        danger
      >
        <p className="t2">{t("releases.close_means")}</p>
        <TextField
          label={t("releases.why")}
          error={missing ? t("releases.why_missing") : undefined}
          value={why}
          onChange={(next) => {
            setWhy(next);
            setMissing(false);
          }}
          rows={3}
          maxLength={1000}
        />
      </Confirm>
    </div>
  );
}

/** How it is shared out, and of which release it takes the place. */
function Further({ projectId, release }: { projectId: number; release: Release }) {
  const { t } = useTranslation(["collecting", "releases"]);
  const { percent } = useFormat();
  const { split, patches_id } = release;
  const by = split?.by ?? "item";
  const share = (n = 0) => percent(n / 100);
  return (
    <>
      {split !== null && (
        <p className="label t2">
          {t("releases:said", {
            by: by.startsWith("meta:") ? by.slice(5) : t(`releases:by_${by as "item"}`),
            training: share(split.shares.training),
            validation: share(split.shares.validation),
            test: share(split.shares.test),
          })}
        </p>
      )}
      {patches_id !== null && <Patched projectId={projectId} releaseId={patches_id} />}
    </>
  );
}

function Patched({ projectId, releaseId }: { projectId: number; releaseId: number }) {
  const { t } = useTranslation("collecting");
  const before = useQuery(releaseQuery(projectId, releaseId)).data;
  if (before === undefined) return null;
  return (
    <Link
      to="/projects/$projectId/releases/$releaseId"
      params={{ projectId: String(projectId), releaseId: String(releaseId) }}
      className="link label"
    >
      {t("release.patches", { version: before.version })}
    </Link>
  );
}
