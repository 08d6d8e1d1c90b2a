import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { useAbout } from "~/ui/defects/about";
import { Fault } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { rowsOf } from "~/ui/page";
import { usePaged } from "~/ui/table";
import { toast } from "~/ui/toast";
import { type Defect, readDefects, useAnew } from "./queries";

const REASONS = ["as_guideline", "not_seen", "out_of_scope", "fixed_before"] as const;
type Props = { projectId: number; defect: Defect };

/** Change nothing, and say why: whoever reported it reads it. */
export function Decline({ projectId, defect }: Props) {
  const { t } = useTranslation("defects");
  const anew = useAnew(projectId);
  const [reason, setReason] = useState<(typeof REASONS)[number]>("as_guideline");
  const [answer, setAnswer] = useState("");
  const [tried, setTried] = useState(false);
  const sending = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/defects/{defect_id}/decline", {
          params: { path: { project_id: projectId, defect_id: defect.id } },
          body: { reason, answer: answer.trim() },
        }),
      ),
    onSuccess: async () => {
      toast(t("desk.declined"));
      await anew();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (answer.trim() !== "") sending.mutate();
  };
  return (
    <form className="col g16" noValidate onSubmit={submit}>
      <Select
        label={t("desk.decline_reason")}
        options={REASONS.map((id) => ({ id, name: t(`reason.${id}`) }))}
        value={reason}
        onChange={(next) => setReason(REASONS.find((id) => id === next) ?? reason)}
      />
      <TextField
        label={t("desk.answer")}
        rows={3}
        maxLength={4000}
        value={answer}
        onChange={setAnswer}
        error={tried && answer.trim() === "" ? t("desk.answer_need") : undefined}
      />
      <Fault error={sending.error} />
      <Button type="submit" look="primary" main full busy={sending.isPending}>
        {t("desk.decline")}
      </Button>
    </form>
  );
}

/** It was reported before: the earlier report's answer is its own. */
export function Join({ projectId, defect }: Props) {
  const { t } = useTranslation("defects");
  const anew = useAnew(projectId);
  const about = useAbout();
  const [of, setOf] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const list = usePaged<Defect>(["project", projectId, "defects", "list", "all"], (after) =>
    readDefects(projectId, "all", after),
  );
  const others = rowsOf(list).filter(
    (row) => row.id !== defect.id && row.stage_id === defect.stage_id && row.duplicate_of === null,
  );
  const sending = useMutation({
    mutationFn: (id: number) =>
      must(
        api.POST("/api/v1/projects/{project_id}/defects/{defect_id}/duplicate", {
          params: { path: { project_id: projectId, defect_id: defect.id } },
          body: { of: id },
        }),
      ),
    onSuccess: async () => {
      toast(t("desk.joined"));
      await anew();
    },
  });
  if (list.isSuccess && others.length === 0)
    return <p className="t2">{t("desk.duplicate_none")}</p>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (of !== null) sending.mutate(Number(of));
  };
  return (
    <form className="col g16" noValidate onSubmit={submit}>
      <Select
        label={t("desk.duplicate_of")}
        options={others.map((row) => ({
          id: String(row.id),
          name: row.body.slice(0, 80),
          detail: about(row),
        }))}
        value={of}
        onChange={(next) => setOf(next === null ? null : String(next))}
        error={tried && of === null ? t("desk.duplicate_need") : undefined}
      />
      {list.hasNextPage && (
        <Button busy={list.isFetchingNextPage} onPress={() => list.fetchNextPage()}>
          {t("desk.more")}
        </Button>
      )}
      <Fault error={sending.error} />
      <Button type="submit" look="primary" main full busy={sending.isPending}>
        {t("desk.duplicate")}
      </Button>
    </form>
  );
}
