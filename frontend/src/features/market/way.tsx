import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CircleCheck } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { meQuery } from "~/api/session";
import { type MarketRow, offerQuery } from "~/api/worker";
import { Button, LinkButton } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { useNeedWords } from "~/ui/learning/need-words";
import { toast } from "~/ui/toast";
import { NEED } from "./need";

const Step = lazy(async () => ({ default: (await import("./taking-part")).Step }));
const Quota = lazy(async () => ({ default: (await import("./taking-part")).Quota }));
const JoinGroup = lazy(async () => ({ default: (await import("./join-group")).JoinGroup }));
const NeedWay = lazy(async () => ({ default: (await import("~/ui/learning/need-way")).NeedWay }));
const Sign = lazy(async () => ({ default: (await import("./sign")).Sign }));

/** What stands between the reader and the first task, step by step, and the one button that goes on. */
export function Way({ row }: { row: MarketRow }) {
  const { t } = useTranslation("market");
  const words = useNeedWords();
  const collects = row.modality === "prompt" && row.level === 0 && row.member;
  return (
    <section>
      {row.needs.length > 0 && row.held === 0 && (
        <div>
          <h2 className="title">{t("steps")}</h2>
          <ol>
            {row.needs.map((need) => (
              <li key={need.code} className="stage-step">
                <Icon
                  of={NEED[need.code][0]}
                  className={NEED[need.code][1] === "now" ? "acc" : "t3"}
                />
                <div className="grow col g8">
                  <p>{words(need)}</p>
                  <Suspense>
                    <NeedWay need={need} />
                  </Suspense>
                </div>
              </li>
            ))}
          </ol>
        </div>
      )}
      {row.needs.length === 0 && (
        <p className="st ok desk-only mb-3">
          <Icon of={CircleCheck} size={16} />
          {t("ready")}
        </p>
      )}
      <GoOn row={row} />
      {collects && (
        <Suspense>
          <div className="col g16 mt-4">
            <Quota projectId={row.project_id} stageId={row.stage_id} />
            {row.needs.length === 0 && (
              <JoinGroup projectId={row.project_id} stageId={row.stage_id} />
            )}
          </div>
        </Suspense>
      )}
    </section>
  );
}

/** Does the first step; where it was the last one, the first task opens. */
function GoOn({ row }: { row: MarketRow }) {
  const { t } = useTranslation("market");
  const go = useNavigate();
  const client = useQueryClient();
  const [signing, setSigning] = useState<number | null>(null);
  const [taking, setTaking] = useState(false);
  const path = { projectId: String(row.project_id), stageId: String(row.stage_id) };

  const after = async () => {
    await client.invalidateQueries({ queryKey: meQuery.queryKey, exact: true });
    await client.invalidateQueries({ queryKey: ["market"] });
    const rows = await client.fetchQuery({ ...offerQuery(row.stage_id), staleTime: 0 });
    const now = rows.find((one) => one.level === row.level);
    const ready = now?.may === true;
    if (ready) await go({ to: "/do/$projectId/$stageId", params: path });
    return ready;
  };
  const join = useMutation({
    mutationFn: async () => {
      const { pseudonym } = await must(
        api.POST("/api/v1/projects/{project_id}/join", {
          params: { path: { project_id: row.project_id } },
        }),
      );
      if (!(await after())) toast(t("joined", { name: pseudonym }));
    },
  });

  const [first] = row.needs;
  if (row.level > 0 && (row.may || row.held > 0))
    return (
      <div className="stage-go below">
        <LinkButton
          to="/review/$projectId/$stageId/$level"
          params={{ ...path, level: String(row.level) }}
          look="primary"
          main
          full
        >
          {t("inspect")}
        </LinkButton>
      </div>
    );
  if (first === undefined || row.held > 0)
    return (
      <div className="stage-go below">
        <LinkButton to="/do/$projectId/$stageId" params={path} look="primary" main full>
          {t(row.held > 0 ? "act.resume" : "act.start")}
        </LinkButton>
      </div>
    );
  const toSign =
    first.code === "sign_terms"
      ? first.agreement_ids?.[0]
      : first.code === "sign_project"
        ? first.agreement_id
        : undefined;
  const step =
    first.code === "profile_missing" || first.code === "guardian_missing" ? first.code : null;
  return (
    <div
      className={
        first.code === "join" || toSign != null || step !== null ? "stage-go below" : "stage-go"
      }
    >
      <Fault error={join.error} />
      {first.code === "join" && (
        <Button look="primary" main full busy={join.isPending} onPress={() => join.mutate()}>
          {t(row.needs.length === 1 ? "act.join_start" : "act.join")}
        </Button>
      )}
      {toSign != null && (
        <Button look="primary" main full onPress={() => setSigning(toSign)}>
          {t(first.code === "sign_terms" ? "act.sign_terms" : "act.sign_project")}
        </Button>
      )}
      {first.code === "guideline_unread" && (
        <LinkButton to="/guideline/$projectId/$stageId" params={path} look="primary" main full>
          {t("act.guideline_unread")}
        </LinkButton>
      )}
      {step !== null && (
        <Button look="primary" main full onPress={() => setTaking(true)}>
          {t(`act.${step}`)}
        </Button>
      )}
      <Suspense>
        {taking && step !== null && (
          <Step
            projectId={row.project_id}
            step={step}
            onClose={() => setTaking(false)}
            onDone={async () => {
              setTaking(false);
              if (!(await after())) toast(t("profile_saved"));
            }}
          />
        )}
        {signing !== null && (
          <Sign
            id={signing}
            onClose={() => setSigning(null)}
            onSigned={async () => {
              setSigning(null);
              if (!(await after())) toast(t("signed"));
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
