import { useQueryClient } from "@tanstack/react-query";
import { CalendarClock, TriangleAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, serverNow } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Note } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { announcementsQuery, dayFrom, momentOf } from "./queries";

const SHARES = [0, 600, 1800, 3600, 7200, 21_600, 86_400];

type Props = {
  projectId: number;
  stageId: number;
  batchId: number | undefined;
  /** Won that the budget lacks as it is now. */
  missing: number;
};

/** Tells when work will open, so that who wants a part can say so; it opens by itself. */
export function OpenLater(props: Props) {
  const { t } = useTranslation("announcing");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="line" onPress={() => setOpen(true)}>
        <Icon of={CalendarClock} />
        {t("later")}
      </Button>
      <Dialog title={t("title")} open={open} onClose={() => setOpen(false)}>
        <Form {...props} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Form({ projectId, stageId, batchId, missing, onDone }: Props & { onDone: () => void }) {
  const { t } = useTranslation(["announcing", "common"]);
  const { full, number, span } = useFormat();
  const client = useQueryClient();
  const [day, setDay] = useState(() => dayFrom(serverNow(), 1));
  const [time, setTime] = useState("10:00");
  const [share, setShare] = useState(1800);
  const [late, setLate] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const at = momentOf(day, time);
    const over = at === null || Date.parse(at) <= serverNow();
    setLate(over);
    if (over) return;
    setBusy(true);
    setFault(undefined);
    try {
      await must(
        api.POST("/api/v1/projects/{project_id}/announcements", {
          params: { path: { project_id: projectId } },
          body: {
            stage_id: stageId,
            batch_id: batchId ?? null,
            priority: 0,
            opens_at: at,
            share_seconds: share,
          },
        }),
      );
      toast(t("announced", { at: full(at) }));
      await client.invalidateQueries({ queryKey: announcementsQuery(projectId).queryKey });
      onDone();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} noValidate className="col g16">
      <p className="t2">{t("means")}</p>
      <div className="form-pair">
        <TextField
          label={t("date")}
          type="date"
          value={day}
          onChange={setDay}
          hint={t("zone")}
          error={late ? t("when_fault") : undefined}
        />
        <TextField label={t("time")} type="time" value={time} onChange={setTime} />
      </div>
      <Select
        label={t("share")}
        hint={t("share_hint")}
        options={SHARES.map((n) => ({ id: String(n), name: n === 0 ? t("no_share") : span(n) }))}
        value={String(share)}
        onChange={(next) => next !== null && setShare(Number(next))}
      />
      {missing > 0 && (
        <Note icon={TriangleAlert} tone="warn">
          <p>{t("short", { won: number(missing) })}</p>
        </Note>
      )}
      <Fault error={fault} />
      <footer className="row">
        <Button className="grow" onPress={onDone}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" look="primary" busy={busy} className="grow">
          {t("announce")}
        </Button>
      </footer>
    </form>
  );
}
