import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { hearChore } from "~/api/live";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Progress } from "~/ui/page";
import { useChoreName } from "./names";

type Row = Schema<"ChoreOut">;
const STOPPABLE = new Set<Row["state"]>(["queued", "running", "failed"]);

/** What a piece of background work is called, and what stopped it. */
export function ChoreName({ row }: { row: Row }) {
  const { t } = useTranslation("admin");
  const name = useChoreName();
  return (
    <>
      <b>{name(row.kind)}</b>
      <small className="label t3 block">
        #{row.id}
        {row.project_id !== null && ` · ${t("chores.project", { n: row.project_id })}`}
      </small>
      {row.error !== null && (
        <small className="label c-bad block break">{row.error.split("\n")[0]}</small>
      )}
    </>
  );
}

/** How far it is. */
export function ChoreProgress({ row }: { row: Row }) {
  const { t } = useTranslation("admin");
  const { number } = useFormat();
  const name = useChoreName();
  return (
    <>
      {row.state === "running" && (
        <Progress done={row.done} total={row.total} label={name(row.kind)} />
      )}
      <span className="label t3 nowrap">
        {row.total !== null
          ? t("chores.of", { done: number(row.done), total: number(row.total) })
          : row.done > 0 && number(row.done)}
      </span>
    </>
  );
}

/** What can be done about it. */
export function ChoreActs({ row }: { row: Row }) {
  const { t } = useTranslation("admin");
  const client = useQueryClient();
  const name = useChoreName();
  const [asks, setAsks] = useState(false);
  const params = { params: { path: { chore_id: row.id } } };
  const onSuccess = (chore: Row) => hearChore(client, null, chore);
  const retry = useMutation({
    mutationFn: () => must(api.POST("/api/v1/chores/{chore_id}/retry", params)),
    onSuccess,
  });
  const cancel = useMutation({
    mutationFn: () => must(api.POST("/api/v1/chores/{chore_id}/cancel", params)),
    onSuccess,
  });
  return (
    <>
      {row.state === "dead" && (
        <Button
          busy={retry.isPending}
          onPress={() => retry.mutate()}
          aria-label={t("chores.retry_n", { name: name(row.kind), n: row.id })}
        >
          <Icon of={RotateCcw} size={16} />
          {t("chores.retry")}
        </Button>
      )}
      {STOPPABLE.has(row.state) && (
        <Button
          look="ghost"
          onPress={() => setAsks(true)}
          aria-label={t("chores.cancel_n", { name: name(row.kind), n: row.id })}
        >
          <Icon of={X} size={16} />
          {t("chores.cancel")}
        </Button>
      )}
      <Fault error={retry.error} />
      <Confirm
        title={t("chores.sure", { name: name(row.kind) })}
        word={t("chores.cancel")}
        danger
        open={asks}
        onClose={() => setAsks(false)}
        act={() => cancel.mutateAsync()}
      >
        <p className="t2">{t("chores.sure_says")}</p>
      </Confirm>
    </>
  );
}
