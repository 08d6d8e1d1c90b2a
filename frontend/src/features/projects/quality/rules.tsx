import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus, Radar } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty, Fault } from "~/ui/fault";
import { Switch } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";
import { useMakes } from "../frame/manages";
import { type Stage, useProject } from "../frame/queries";
import { type Rule, readRules, rulesKey, type Values } from "./noticing";
import { RuleForm } from "./rule-form";
import "../confidence/confidence.css";

/** What is worth a look in a stage, as its managers wrote it. */
export function Rules({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["confidence", "trusted"]);
  const { number } = useFormat();
  const client = useQueryClient();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const makes = useMakes(useProject());
  const [shown, setShown] = useState<Rule | "new">();
  const list = usePaged(rulesKey(path), readRules(path));
  const rows = rowsOf(list);
  const turn = useMutation({
    mutationFn: ({ rule, on }: { rule: Rule; on: boolean }) =>
      must(
        api.PATCH("/api/v1/projects/{project_id}/rules/{rule_id}", {
          params: { path: { project_id: stage.project_id, rule_id: rule.id } },
          body: { state: on ? "on" : "off" },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: rulesKey(path) }),
  });
  return (
    <>
      <PageTitle
        name={t("tabs.rules")}
        aside={
          makes && (
            <Button look="primary" main onPress={() => setShown("new")}>
              <Icon of={Plus} />
              {t("rule.make")}
            </Button>
          )
        }
      >
        {!list.isSuccess
          ? t("tabs.rules")
          : rows.length === 0
            ? t("rule.title_none")
            : t("rule.title", { n: `${number(rows.length)}${list.hasNextPage ? "+" : ""}` })}
      </PageTitle>
      {rows.length > 0 && <p className="t2">{t("rule.on_hint")}</p>}
      <Fault error={turn.error} />
      <ListFrame
        list={list}
        none={
          <Empty icon={Radar}>
            <p>{t("rule.none_hint")}</p>
          </Empty>
        }
      >
        <ul className="list" aria-label={t("tabs.rules")}>
          {rows.map((rule) => (
            <li key={rule.id} className="cf-row">
              <div className="col g4 grow">
                <b className="break">{rule.name}</b>
                <p>
                  <Asks rule={rule} /> → {t(`rule.does.${rule.action}`)}
                </p>
                <Sums rule={rule} />
              </div>
              <Switch
                aria-label={t("rule.turn", { name: rule.name })}
                isSelected={rule.state === "on"}
                isDisabled={!makes || turn.isPending}
                onChange={(on) => turn.mutate({ rule, on })}
              >
                {t(`rule.${rule.state}`)}
              </Switch>
              {makes && (
                <Button
                  look="line"
                  aria-label={`${t("rule.change")}: ${rule.name}`}
                  onPress={() => setShown(rule)}
                >
                  {t("rule.change")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </ListFrame>
      {shown !== undefined && (
        <RuleForm
          stage={stage}
          rule={shown === "new" ? undefined : shown}
          onClose={() => setShown(undefined)}
        />
      )}
    </>
  );
}

/** Which level and version it is, and what it has noticed; what is open leads there. */
function Sums({ rule }: { rule: Rule }) {
  const { t } = useTranslation(["confidence", "trusted"]);
  const { number } = useFormat();
  const projectId = String(useProject().id);
  return (
    <p className="label t3">
      {t(`trusted:level.${rule.level as 0 | 1 | 2}`)} ·{" "}
      {t("rule.version", { n: number(rule.version) })} ·{" "}
      {t("rule.hits_n", { n: number(rule.hits) })}
      {rule.open > 0 && (
        <>
          {" · "}
          <Link
            to="/projects/$projectId/quality"
            params={{ projectId }}
            search={{ tab: "hits", stage: rule.stage_id }}
            className="acc strong nowrap"
          >
            {t("rule.open_n", { n: number(rule.open) })}
          </Link>
        </>
      )}
    </p>
  );
}

/** A condition in words. */
function Asks({ rule }: { rule: Rule }) {
  const { t } = useTranslation("confidence");
  const { number, percent } = useFormat();
  const { share, ...times } = rule.condition as Values;
  const said = Object.fromEntries(Object.entries(times).map(([id, n]) => [id, number(n)]));
  return <>{t(`rule.says.${rule.collector}`, { ...said, share: percent(share ?? 0) })}</>;
}
