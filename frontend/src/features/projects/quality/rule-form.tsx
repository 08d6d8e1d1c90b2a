import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { NumberField, Select, TextField } from "~/ui/field";
import { Saw } from "~/ui/hits/saw";
import { Table } from "~/ui/table";
import { stay } from "../data/stay";
import type { Stage } from "../frame/queries";
import {
  type Action,
  asked,
  COLLECTORS,
  type Collector,
  KINDS,
  type Rule,
  rulesKey,
  type Values,
} from "./noticing";

/** Writes a rule, or writes one anew; what it would touch is seen before it is switched on. */
export function RuleForm({
  stage,
  rule,
  onClose,
}: {
  stage: Stage;
  rule?: Rule | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation(["confidence", "trusted"]);
  const { number, percent } = useFormat();
  const client = useQueryClient();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const [name, setName] = useState(rule?.name ?? "");
  const [collector, setCollector] = useState<Collector>(rule?.collector ?? "gold");
  const [level, setLevel] = useState(rule?.level ?? 0);
  const [action, setAction] = useState<Action>(rule?.action ?? "notify");
  const kind = KINDS[collector];
  const [values, setValues] = useState<Values>((rule?.condition as Values) ?? kind.usual);
  const [tried, setTried] = useState(false);
  const trial = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/rules/try", {
          params: { path },
          body: { collector, level, condition: values },
        }),
      ),
  });
  const fields = asked(collector);
  const faultOf = ({ id, low, high }: (typeof fields)[number]) => {
    const value = values[id] ?? Number.NaN;
    if (!(value >= low && value <= high)) {
      const say = id === "share" ? percent : number;
      return t("rule.fault.range", { low: say(low), high: say(high) });
    }
    return id === "at_least" && value > (values.of_last ?? 0) ? t("rule.fault.order") : undefined;
  };
  const wrong = fields.some((one) => faultOf(one) !== undefined);
  const missing = name.trim() === "";
  const look = (next: Collector) => {
    setCollector(next);
    setValues(KINDS[next].usual);
    if (!KINDS[next].levels.some((one) => one === level)) setLevel(0);
    if (action === "pause" && !KINDS[next].stops) setAction("notify");
    trial.reset();
  };
  const save = async () => {
    setTried(true);
    if (missing || wrong) return stay();
    const said = { name: name.trim(), condition: values, action };
    await must<unknown>(
      rule === undefined
        ? api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/rules", {
            params: { path },
            body: { ...said, collector, level },
          })
        : api.PATCH("/api/v1/projects/{project_id}/rules/{rule_id}", {
            params: { path: { project_id: stage.project_id, rule_id: rule.id } },
            body: said,
          }),
    );
    await client.invalidateQueries({ queryKey: rulesKey(path) });
  };
  const actions = (["notify", "inspect", "pause"] as const).filter(
    (one) => one !== "pause" || kind.stops,
  );
  return (
    <Confirm
      title={t(rule === undefined ? "rule.make" : "rule.edit")}
      open
      onClose={onClose}
      act={save}
      word={t("rule.save")}
    >
      <TextField
        label={t("rule.called")}
        value={name}
        maxLength={100}
        onChange={setName}
        error={tried && missing ? t("rule.name_fault") : undefined}
      />
      <Select
        label={t("rule.what")}
        isDisabled={rule !== undefined}
        options={COLLECTORS.map((id) => ({ id, name: t(`rule.collector.${id}`) }))}
        value={collector}
        onChange={(id) => look(id as Collector)}
      />
      {kind.levels.length > 1 && (
        <Select
          label={t("rule.level")}
          isDisabled={rule !== undefined}
          options={kind.levels.map((id) => ({ id: String(id), name: t(`trusted:level.${id}`) }))}
          value={String(level)}
          onChange={(id) => {
            setLevel(Number(id));
            trial.reset();
          }}
        />
      )}
      {fields.map((one) => (
        <NumberField
          key={one.id}
          label={
            one.id === "share"
              ? t(`rule.field.share.${collector as "gold"}`)
              : t(`rule.field.${one.id}`)
          }
          value={values[one.id] ?? Number.NaN}
          formatOptions={one.id === "share" ? { style: "percent" } : {}}
          onChange={(value) => {
            setValues({ ...values, [one.id]: value });
            trial.reset();
          }}
          error={faultOf(one)}
        />
      ))}
      <Select
        label={t("rule.action")}
        options={actions.map((id) => ({ id, name: t(`rule.does.${id}`) }))}
        value={action}
        onChange={(id) => setAction(id as Action)}
      />
      <Button full busy={trial.isPending} isDisabled={wrong} onPress={() => trial.mutate()}>
        {t("rule.try")}
      </Button>
      <Fault error={trial.error} />
      {trial.data !== undefined && (
        <div className="col g8" aria-live="polite">
          <p className="strong">
            {t("rule.tried", {
              people: number(trial.data.people),
              n: number(trial.data.would_touch),
            })}
          </p>
          {trial.data.touched.length > 0 && (
            <Table
              label={t("rule.touched")}
              rows={trial.data.touched}
              keyOf={(row) => row.person_id}
              columns={[
                {
                  id: "who",
                  word: t("rule.who"),
                  look: "strong nowrap",
                  cell: (row) => row.pseudonym,
                },
                {
                  id: "why",
                  word: t("rule.why"),
                  cell: (row) => <Saw collector={collector} evidence={row.evidence} />,
                },
              ]}
            />
          )}
        </div>
      )}
    </Confirm>
  );
}
