import { useMutation, useQueryClient } from "@tanstack/react-query";
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
import { figure, PagedTable, usePaged } from "~/ui/table";
import { useMakes } from "../frame/manages";
import { type Stage, useProject } from "../frame/queries";
import { type Rule, readRules, rulesKey, type Values } from "./noticing";
import { RuleForm } from "./rule-form";

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
      {rows.length > 0 && <p className="t2 mb-4">{t("rule.on_hint")}</p>}
      <Fault error={turn.error} />
      <PagedTable
        list={list}
        label={t("tabs.rules")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Radar}>
            <p>{t("rule.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "name",
            word: t("rule.called"),
            cell: (row) => (
              <>
                <b className="block break">{row.name}</b>
                <span className="label t3">
                  {t(`trusted:level.${row.level as 0 | 1 | 2}`)} ·{" "}
                  {t("rule.version", { n: number(row.version) })}
                </span>
              </>
            ),
          },
          { id: "asks", word: t("rule.asks"), cell: (row) => <Asks rule={row} /> },
          { id: "action", word: t("rule.action"), cell: (row) => t(`rule.does.${row.action}`) },
          { ...figure("open", t("rule.open")), cell: (row) => number(row.open) },
          { ...figure("hits", t("rule.hits")), wide: true, cell: (row) => number(row.hits) },
          {
            id: "state",
            word: t("rule.stands"),
            look: "nowrap",
            cell: (row) => (
              <Switch
                aria-label={t("rule.turn", { name: row.name })}
                isSelected={row.state === "on"}
                isDisabled={!makes || turn.isPending}
                onChange={(on) => turn.mutate({ rule: row, on })}
              >
                {t(`rule.${row.state}`)}
              </Switch>
            ),
          },
          {
            id: "change",
            word: t("rule.change"),
            hidden: true,
            cell: (row) =>
              makes && (
                <Button
                  look="line"
                  aria-label={`${t("rule.change")}: ${row.name}`}
                  onPress={() => setShown(row)}
                >
                  {t("rule.change")}
                </Button>
              ),
          },
        ]}
      />
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

/** A condition in words. */
function Asks({ rule }: { rule: Rule }) {
  const { t } = useTranslation("confidence");
  const { number, percent } = useFormat();
  const { share, ...times } = rule.condition as Values;
  const said = Object.fromEntries(Object.entries(times).map(([id, n]) => [id, number(n)]));
  return <>{t(`rule.says.${rule.collector}`, { ...said, share: percent(share ?? 0) })}</>;
}
