import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Target, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty, Fault } from "~/ui/fault";
import { NumberField, Select, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { useMakes } from "../frame/manages";
import { type Stage, useProject, useStages } from "../frame/queries";
import { AddTarget } from "./add-target";
import { type Aim, aimsOf, sumsOf } from "./aims";
import { type Targets, targetsQuery } from "./queries";

/** What each stage is to accept, and how it is to be shared out. */
export function StageTargets() {
  const { t } = useTranslation("reports");
  const stages = useStages();
  const go = useNavigate();
  const { stage: wanted, release } = useSearch({ from: "/inside/projects/$projectId/reports" });
  const stage = stages.find((one) => one.id === wanted) ?? stages.at(-1);
  if (stage === undefined) return <Empty icon={Target} title={t("targets.no_stage")} heads />;
  return (
    <div className="narrow">
      {stages.length > 1 && (
        <div className="stage-select">
          <Select
            label={t("process.stage")}
            options={stages.map((one) => ({ id: String(one.id), name: one.name }))}
            value={String(stage.id)}
            onChange={(id) =>
              go({
                to: "/projects/$projectId/reports",
                params: { projectId: String(stage.project_id) },
                search: { tab: "targets", release, stage: Number(id) },
              })
            }
          />
        </div>
      )}
      <OfStage key={stage.id} stage={stage} />
    </div>
  );
}

function OfStage({ stage }: { stage: Stage }) {
  const { t } = useTranslation("reports");
  const { number } = useFormat();
  const query = targetsQuery(stage.project_id, stage.id);
  const { data: found } = useSuspenseQuery(query);
  const makes = useMakes(useProject());
  const client = useQueryClient();
  const [items, setItems] = useState(found.plan?.items ?? Number.NaN);
  const [until, setUntil] = useState(found.plan?.until ?? "");
  const [aims, setAims] = useState<Aim[]>(() => aimsOf(found.targets));
  const over = [...sumsOf(aims)].find(([, sum]) => sum > 100);
  const unready = aims.some((one) => one.value.trim() === "" || !(one.share > 0));
  const save = useMutation({
    mutationFn: () =>
      must(
        api.PUT("/api/v1/projects/{project_id}/stages/{stage_id}/targets", {
          params: { path: { project_id: stage.project_id, stage_id: stage.id } },
          body: {
            plan: items > 0 ? { items, until: until === "" ? null : until } : null,
            targets: aims.map(({ what, value, share }) => ({ what, value: value.trim(), share })),
          },
        }),
      ),
    onSuccess: async (kept) => {
      client.setQueryData(query.queryKey, kept);
      await client.invalidateQueries({ queryKey: ["project", stage.project_id] });
      toast(t("saved"));
    },
  });
  return (
    <>
      <PageTitle name={t("tabs.targets")}>
        {found.targets.length === 0
          ? t("targets.title_none")
          : t("targets.title", { n: number(found.targets.length) })}
      </PageTitle>
      <fieldset className="col g24 mt-3" disabled={!makes}>
        <section className="col g12">
          <h2 className="title">{t("targets.plan")}</h2>
          <div className="row g12 top wrap">
            <NumberField
              label={t("targets.items")}
              value={items}
              minValue={1}
              maxValue={1e12}
              step={1}
              onChange={setItems}
              isDisabled={!makes}
            />
            <TextField
              label={t("targets.until")}
              type="date"
              value={until}
              onChange={setUntil}
              isDisabled={!makes}
            />
          </div>
        </section>
        <section className="col g12">
          <h2 className="title">{t("targets.shares")}</h2>
          <p className="hint">{t("targets.hint")}</p>
          {aims.map((aim) => (
            <Line
              key={aim.key}
              aim={aim}
              found={found}
              makes={makes}
              onChange={(next) =>
                setAims((all) => all.map((one) => (one.key === aim.key ? next : one)))
              }
              onRemove={() => setAims((all) => all.filter((one) => one.key !== aim.key))}
            />
          ))}
          {over !== undefined && (
            <p className="note warn">{t("targets.over", { name: over[0].split(":")[1] ?? "" })}</p>
          )}
          {makes && (
            <AddTarget found={found} onAdd={(more) => setAims((all) => [...all, ...more])} />
          )}
        </section>
        <Fault error={save.error} />
        {makes && (
          <div>
            <Button
              look="primary"
              busy={save.isPending}
              isDisabled={unready || over !== undefined}
              onPress={() => save.mutate()}
            >
              {t("save")}
            </Button>
          </div>
        )}
      </fieldset>
    </>
  );
}

function Line({
  aim,
  found,
  makes,
  onChange,
  onRemove,
}: {
  aim: Aim;
  found: Targets;
  makes: boolean;
  onChange: (next: Aim) => void;
  onRemove: () => void;
}) {
  const { t, i18n } = useTranslation("reports");
  const name = aim.what.slice(aim.what.indexOf(":") + 1);
  const axis = found.axes.find((one) => one.what === aim.what);
  const called = (one: { value: string; ko: string | null; en: string | null }) =>
    (i18n.language === "ko" ? one.ko : one.en) || one.value;
  return (
    <div className="report-target">
      {axis === undefined ? (
        <TextField
          label={t("targets.value_of", { name })}
          value={aim.value}
          onChange={(value) => onChange({ ...aim, value })}
          maxLength={200}
          isDisabled={!makes}
        />
      ) : (
        <Select
          label={t("targets.value_of", { name })}
          options={axis.values.map((one) => ({ id: one.value, name: called(one) }))}
          value={aim.value}
          onChange={(value) => onChange({ ...aim, value: String(value) })}
          isDisabled={!makes}
        />
      )}
      <NumberField
        label={t("targets.share")}
        value={aim.share}
        minValue={0.01}
        maxValue={100}
        step={0.01}
        onChange={(share) => onChange({ ...aim, share })}
        suffix={<span className="t3">%</span>}
        isDisabled={!makes}
      />
      {makes && (
        <Button
          look="ghost"
          square
          aria-label={t("targets.remove", { name: `${name} ${aim.value}` })}
          onPress={onRemove}
        >
          <Icon of={X} />
        </Button>
      )}
    </div>
  );
}
