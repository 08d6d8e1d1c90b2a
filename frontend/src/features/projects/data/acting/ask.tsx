import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { RadioGroup, TextField } from "~/ui/field";
import { AHEAD, BEHIND } from "../finding/tokens";
import { REASONS, type Reason } from "../taking";
import { Preview } from "./preview";
import { actOn, actQuery, type Kind, type Scope } from "./queries";

type Props = {
  projectId: number;
  scope: Scope;
  kinds: readonly Kind[];
  onClose: () => void;
};

const ORDERS = { first: AHEAD, normal: 0, last: BEHIND } as const;
const SAID: readonly Kind[] = ["reopen", "reset", "reassign"];

/** Something for all of them: chosen, looked at as it would be, and then done. */
export function AskAct({ projectId, scope, kinds, onClose }: Props) {
  const { t } = useTranslation("desk");
  const [act, setAct] = useState<number>();
  const client = useQueryClient();
  const go = useNavigate();
  const close = () => {
    // What is only counted is of no use to anybody any more.
    if (act !== undefined) void actOn(projectId, act, "stop").catch(() => undefined);
    onClose();
  };
  const start = async (actId: number) => {
    await actOn(projectId, actId, "start");
    await client.invalidateQueries({ queryKey: ["project", projectId] });
    await go({
      to: "/projects/$projectId/data/acts/$actId",
      params: { projectId: String(projectId), actId: String(actId) },
    });
  };
  return (
    <Dialog title={t("act_title")} open onClose={close} wide>
      {act === undefined ? (
        <Choose projectId={projectId} scope={scope} kinds={kinds} onMade={setAct} />
      ) : (
        <Counted projectId={projectId} actId={act} onBack={close} onStart={() => start(act)} />
      )}
    </Dialog>
  );
}

function Choose({
  projectId,
  scope,
  kinds,
  onMade,
}: Omit<Props, "onClose"> & { onMade: (act: number) => void }) {
  const { t } = useTranslation("desk");
  const { t: data } = useTranslation("data");
  const [kind, setKind] = useState<Kind>(kinds[0] ?? "reopen");
  const [why, setWhy] = useState("");
  const [blank, setBlank] = useState(false);
  const [reason, setReason] = useState<Reason>("unreadable");
  const [order, setOrder] = useState<keyof typeof ORDERS>("first");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const says = SAID.includes(kind);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (says && why.trim() === "") return setBlank(true);
    setBusy(true);
    setFault(undefined);
    try {
      const made = await must(
        api.POST("/api/v1/projects/{project_id}/acts", {
          params: { path: { project_id: projectId } },
          body: {
            kind,
            scope,
            why: says ? why.trim() : undefined,
            reason: kind === "exclude" ? reason : undefined,
            priority: kind === "priority" ? ORDERS[order] : undefined,
          },
        }),
      );
      onMade(made.id);
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="col g16" noValidate>
      {kinds.length > 1 && (
        <RadioGroup
          label={t("to_do")}
          value={kind}
          onChange={(next) => setKind(next as Kind)}
          options={kinds.map((id) => ({
            id,
            name: t(`kind.${id}`),
            detail: t(`kind_means.${id}`),
          }))}
        />
      )}
      {kinds.length === 1 && <p className="t2">{t(`kind_means.${kind}`)}</p>}
      {says && (
        <TextField
          label={t("why")}
          hint={t("why_hint")}
          rows={2}
          maxLength={2000}
          validationBehavior="aria"
          value={why}
          onChange={(value) => {
            setWhy(value);
            setBlank(false);
          }}
          error={blank ? t("why_need") : undefined}
        />
      )}
      {kind === "exclude" && (
        <RadioGroup
          label={data("items.exclude_why")}
          value={reason}
          onChange={(next) => setReason(next as Reason)}
          options={REASONS.map((id) => ({ id, name: data(`items.why.${id}`) }))}
        />
      )}
      {kind === "priority" && (
        <RadioGroup
          label={t("priority")}
          value={order}
          onChange={(next) => setOrder(next as keyof typeof ORDERS)}
          options={(["first", "normal", "last"] as const).map((id) => ({
            id,
            name: t(`order.${id}`),
          }))}
        />
      )}
      <Fault error={fault} />
      <Button type="submit" look="primary" main busy={busy}>
        {t("preview")}
      </Button>
    </form>
  );
}

function Counted({
  projectId,
  actId,
  onBack,
  onStart,
}: {
  projectId: number;
  actId: number;
  onBack: () => void;
  onStart: () => Promise<unknown>;
}) {
  const found = useQuery(actQuery(projectId, actId));
  if (found.error !== null) return <Fault error={found.error} retry={() => found.refetch()} />;
  return <Preview act={found.data} onBack={onBack} onStart={onStart} />;
}
