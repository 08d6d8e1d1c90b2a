import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { locale } from "~/i18n";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Checkbox, Select, TextField } from "~/ui/field";
import { type Finding, VERDICTS } from "../words";
import { AHEAD, BEHIND, NOTHING } from "./tokens";

/** Why an answer can come back, by the project's own words. */
const reasonsQuery = (projectId: number) => ({
  queryKey: ["project", projectId, "reasons", "names"],
  queryFn: () =>
    must(
      api.GET("/api/v1/projects/{project_id}/reasons", {
        params: { path: { project_id: projectId } },
      }),
    ),
});

/** By which keys of their meta items are found; with a key, by which values of it. */
const foundByQuery = (projectId: number, key?: string) => ({
  queryKey: ["project", projectId, "found-by", key ?? null],
  queryFn: () =>
    must(
      api.GET("/api/v1/projects/{project_id}/found-by", {
        params: { path: { project_id: projectId }, query: { key } },
      }),
    ),
});

type Props = {
  projectId: number;
  found: Finding;
  onFind: (found: Finding) => void;
  onClose: () => void;
};

/** All that items can be found by besides their own row: what was said of them in work. */
export function MoreFilters({ projectId, found, onFind, onClose }: Props) {
  const { t } = useTranslation("desk");
  const [wanted, setWanted] = useState<Finding>(found);
  const set = (some: Partial<Finding>) => setWanted((now) => ({ ...now, ...some }));
  const reasons = useQuery(reasonsQuery(projectId)).data ?? [];
  const keys = useQuery(foundByQuery(projectId)).data?.keys ?? [];
  const values = useQuery({
    ...foundByQuery(projectId, wanted.meta_key),
    enabled: wanted.meta_key !== undefined,
  }).data?.keys;
  const any = { id: "any", name: t("any") };
  const word = (value: string) => (value === "" ? undefined : value);
  const chosen = (value: unknown) => (value === "any" ? undefined : String(value));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onFind(wanted);
  };
  return (
    <Dialog title={t("filter_title")} open onClose={onClose} sheet>
      <form onSubmit={submit} className="col g16" noValidate>
        <TextField
          label={t("label")}
          hint={t("label_hint")}
          maxLength={200}
          value={wanted.label ?? ""}
          onChange={(value) => set({ label: word(value) })}
        />
        <TextField
          label={t("person")}
          hint={t("person_hint")}
          maxLength={80}
          value={wanted.person ?? ""}
          onChange={(value) => set({ person: word(value) })}
        />
        <Select
          label={t("verdict")}
          options={[any, ...VERDICTS.map((id) => ({ id, name: t(`verdicts.${id}`) }))]}
          value={wanted.verdict ?? "any"}
          onChange={(value) => set({ verdict: VERDICTS.find((one) => one === value) })}
        />
        <Select
          label={t("reason")}
          options={[
            any,
            ...reasons.map((one) => ({
              id: one.code,
              name: locale() === "en" ? one.en : one.ko,
            })),
          ]}
          value={wanted.reason ?? "any"}
          onChange={(value) => set({ reason: chosen(value) })}
        />
        <TextField
          label={t("day")}
          type="date"
          value={wanted.day ?? ""}
          onChange={(value) => set({ day: word(value) })}
        />
        {keys.length > 0 && (
          <Select
            label={t("meta")}
            options={[any, ...keys.map((id) => ({ id, name: id }))]}
            value={wanted.meta_key ?? "any"}
            onChange={(value) => set({ meta_key: chosen(value), meta_value: undefined })}
          />
        )}
        {values !== undefined && values.length > 0 && (
          <Select
            label={t("meta_value")}
            options={[any, ...values.map((id) => ({ id, name: id }))]}
            value={wanted.meta_value ?? "any"}
            onChange={(value) => set({ meta_value: chosen(value) })}
          />
        )}
        <Select
          label={t("priority")}
          options={[
            any,
            { id: String(AHEAD), name: t("priorities.first") },
            { id: String(BEHIND), name: t("priorities.last") },
          ]}
          value={wanted.priority === undefined ? "any" : String(wanted.priority)}
          onChange={(value) => set({ priority: value === "any" ? undefined : Number(value) })}
        />
        <Checkbox
          isSelected={wanted.asked === true}
          onChange={(on) => set({ asked: on ? true : undefined })}
        >
          {t("asked")}
        </Checkbox>
        <p className="hint">{t("late")}</p>
        <footer className="row">
          <Button className="grow" onPress={() => onFind(NOTHING)}>
            {t("clear")}
          </Button>
          <Button type="submit" look="primary" className="grow">
            {t("apply")}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
