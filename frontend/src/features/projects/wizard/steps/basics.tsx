import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { meQuery, useMe } from "~/api/session";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { RadioGroup, Select, TextField } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import { LeftOut, useArrive } from "../../again/begun";
import { BeginFrom } from "../../again/from";
import { type Begun, beginBy } from "../../again/queries";
import { FIRST_STAGE } from "../../design/stages/first";
import { type Project, projectQuery, type Stage } from "../../frame/queries";
import { useKept } from "../../kept";

type Kind = Stage["kind"];
type Form = { name: string; goal: string; house: string; newHouse: string; kind?: Kind };
const KINDS = ["label", "collect", "refine"] as const;

/** Name, goal and organisation: with them the project is there. */
export function Basics({ project, stage }: { project: Project | null; stage: Stage | null }) {
  const { t } = useTranslation(["projects", "common"]);
  const me = useMe();
  const go = useNavigate();
  const client = useQueryClient();
  const houses = me.organisations.filter((house) => house.roles.includes("administrator"));
  const { value, set, clear } = useKept<Form>(
    project === null ? "new-project" : `basics.${project.id}`,
    {
      name: project?.name ?? "",
      goal: project?.goal ?? "",
      house: String(houses[0]?.id ?? ""),
      newHouse: "",
    },
  );
  const [tried, setTried] = useState(false);
  const [from, setFrom] = useState<number>();
  const [begun, setBegun] = useState<Begun>();
  const arrive = useArrive();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const house = houses.find((one) => String(one.id) === value.house) ?? houses[0];
  const kind = stage?.kind ?? value.kind ?? "label";
  const nameless = tried && value.name.trim() === "";
  const homeless = tried && project === null && house === undefined && value.newHouse.trim() === "";

  const found = async (): Promise<number> => {
    if (house !== undefined) return house.id;
    const made = await must(
      api.POST("/api/v1/organisations", { body: { name: value.newHouse.trim() } }),
    );
    await client.refetchQueries({ queryKey: meQuery.queryKey });
    return made.id;
  };
  const saved = async (): Promise<Project> => {
    const body = { name: value.name.trim(), goal: value.goal.trim() };
    const fresh = { ...body, enrolment: "invited" } as const;
    if (project !== null) {
      const path = { project_id: project.id };
      return must(api.PATCH("/api/v1/projects/{project_id}", { params: { path }, body }));
    }
    const path = { organisation_id: await found() };
    return must(
      api.POST("/api/v1/organisations/{organisation_id}/projects", {
        params: { path },
        body: fresh,
      }),
    );
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (value.name.trim() === "") return;
    if (project === null && house === undefined && value.newHouse.trim() === "") return;
    setBusy(true);
    setFault(undefined);
    try {
      if (from !== undefined && house !== undefined) {
        const made = await beginBy(house.id, from, value.name.trim());
        clear();
        if (made.left_out.length === 0) await arrive(made);
        else setBegun(made);
        return;
      }
      const now = await saved();
      client.setQueryData(projectQuery(now.id).queryKey, now);
      // From here on the address names the project: whatever comes, it can be gone on with.
      if (stage === null) {
        await go({ to: "/projects/new", search: { project: now.id }, replace: true });
        await must(
          api.POST("/api/v1/projects/{project_id}/stages", {
            params: { path: { project_id: now.id } },
            body: {
              ...FIRST_STAGE,
              name: t(kind === "label" ? "wizard.stage_name" : `wizard.stage_${kind}`),
              kind,
            },
          }),
        );
      }
      clear();
      await client.refetchQueries({ queryKey: meQuery.queryKey });
      await client.invalidateQueries({ queryKey: ["projects"] });
      await client.refetchQueries({ queryKey: ["project", now.id, "stages"] });
      await go({
        to: "/projects/new",
        search: { project: now.id, step: kind === "collect" ? "classes" : "data" },
      });
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="wizard-step" noValidate>
      <PageTitle name={t("new")}>{t("wizard.title.basics")}</PageTitle>
      <TextField
        label={t("wizard.name")}
        placeholder={t("wizard.name_eg")}
        value={value.name}
        onChange={(name) => set({ ...value, name })}
        maxLength={200}
        isRequired
        autoFocus
        error={nameless ? t("wizard.fault.name") : undefined}
      />
      {from === undefined && (
        <TextField
          label={t("wizard.goal")}
          hint={t("wizard.goal_hint")}
          rows={3}
          value={value.goal}
          onChange={(goal) => set({ ...value, goal })}
          maxLength={10_000}
        />
      )}
      {project === null && house !== undefined && (
        <BeginFrom organisationId={house.id} chosen={from} onChoose={setFrom} />
      )}
      {stage === null && from === undefined && (
        <RadioGroup
          label={t("wizard.kind")}
          options={KINDS.map((id) => ({
            id,
            name: t(`wizard.kind_${id}`),
            detail: t(`wizard.kind_${id}_hint`),
          }))}
          value={kind}
          onChange={(next) => set({ ...value, kind: next as Kind })}
        />
      )}
      {project === null && houses.length > 1 && house !== undefined && (
        <Select
          label={t("list.house")}
          options={houses.map((one) => ({ id: String(one.id), name: one.name }))}
          value={String(house.id)}
          onChange={(next) => {
            set({ ...value, house: String(next) });
            setFrom(undefined);
          }}
        />
      )}
      {project === null && houses.length === 0 && (
        <TextField
          label={t("wizard.house_new")}
          hint={t("wizard.house_hint")}
          value={value.newHouse}
          onChange={(newHouse) => set({ ...value, newHouse })}
          maxLength={200}
          isRequired
          error={homeless ? t("wizard.fault.house") : undefined}
        />
      )}
      <Fault error={fault} />
      {begun !== undefined && <LeftOut begun={begun} />}
      <footer className="wizard-foot">
        <span className="grow" />
        <Button type="submit" look="primary" main busy={busy}>
          {project === null ? t("wizard.begin") : t("common:next")}
        </Button>
      </footer>
    </form>
  );
}
