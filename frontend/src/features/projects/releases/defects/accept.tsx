import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Checkbox, TextField } from "~/ui/field";
import { rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";
import { toast } from "~/ui/toast";
import { type Defect, useAnew } from "./queries";

const MOST = 200;

/** Have it put right: its item is done anew, or the items that are chosen of a class. */
export function Accept({ projectId, defect }: { projectId: number; defect: Defect }) {
  const { t } = useTranslation("defects");
  const { number } = useFormat();
  const anew = useAnew(projectId);
  const [answer, setAnswer] = useState("");
  const [items, setItems] = useState<ReadonlySet<number>>(new Set());
  const [tried, setTried] = useState(false);
  const chooses = defect.item_id === null;
  const cost = useQuery({
    queryKey: ["project", projectId, "stage", defect.stage_id, "quote"],
    retry: false,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/openings/quote", {
          params: { path: { project_id: projectId, stage_id: defect.stage_id } },
        }),
      ),
  }).data;
  const sending = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/defects/{defect_id}/accept", {
          params: { path: { project_id: projectId, defect_id: defect.id } },
          body: { items: [...items], answer: answer.trim() || null },
        }),
      ),
    onSuccess: async () => {
      toast(t("desk.accepted"));
      await anew();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!chooses || items.size > 0) sending.mutate();
  };
  return (
    <form className="col g16" noValidate onSubmit={submit}>
      <p className="t2">{t("desk.accept_hint")}</p>
      {cost !== undefined && (
        <p className="label t2">{t("desk.accept_cost", { amount: number(cost.each) })}</p>
      )}
      {chooses && (
        <Candidates
          projectId={projectId}
          defect={defect}
          chosen={items}
          onChoose={(id, on) => {
            const next = new Set(items);
            if (on) next.add(id);
            else next.delete(id);
            setItems(next);
          }}
          need={tried && items.size === 0}
        />
      )}
      <TextField
        label={t("desk.answer_optional")}
        rows={3}
        maxLength={4000}
        value={answer}
        onChange={setAnswer}
      />
      <Fault error={sending.error} />
      <Button type="submit" look="primary" main full busy={sending.isPending}>
        {t("desk.accept")}
      </Button>
    </form>
  );
}

/** The items of the release that have the class. */
function Candidates({
  projectId,
  defect,
  chosen,
  onChoose,
  need,
}: {
  projectId: number;
  defect: Defect;
  chosen: ReadonlySet<number>;
  onChoose: (id: number, on: boolean) => void;
  need: boolean;
}) {
  const { t } = useTranslation("defects");
  const { number } = useFormat();
  const list = usePaged<Schema<"Candidate">>(
    ["project", projectId, "defects", defect.id, "candidates"],
    (after) =>
      must(
        api.GET("/api/v1/projects/{project_id}/defects/{defect_id}/candidates", {
          params: {
            path: { project_id: projectId, defect_id: defect.id },
            query: { after, limit: 50 },
          },
        }),
      ),
  );
  return (
    <fieldset className="defect-choose">
      <legend className="strong">{t("desk.choose_items")}</legend>
      <p className="label t2">{t("desk.choose_hint", { most: MOST })}</p>
      <ListFrame list={list} none={<p className="t2">{t("desk.no_candidates")}</p>}>
        <ul className="list tight">
          {rowsOf(list).map((row) => (
            <li key={row.id}>
              <Checkbox
                isSelected={chosen.has(row.id)}
                isDisabled={!chosen.has(row.id) && chosen.size >= MOST}
                onChange={(on) => onChoose(row.id, on)}
              >
                <span className="break">{row.name}</span>
              </Checkbox>
              <span className="label t3 num">{t("desk.marks", { n: number(row.marks) })}</span>
            </li>
          ))}
        </ul>
      </ListFrame>
      <p className="label t2" role="status">
        {t("desk.chosen", { n: number(chosen.size) })}
      </p>
      {need && (
        <p className="err" role="alert">
          {t("desk.choose_need")}
        </p>
      )}
    </fieldset>
  );
}
