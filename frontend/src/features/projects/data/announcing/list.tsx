import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Ban, CircleCheck, Clock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Mark } from "~/ui/state";
import { figure, Table } from "~/ui/table";
import { toast } from "~/ui/toast";
import { type Announcement, announcementsQuery } from "./queries";

const LOOKS = {
  waiting: [Clock, "now"],
  opened: [CircleCheck, "ok"],
  cancelled: [Ban, "off"],
} as const;

const stateOf = (one: Announcement): keyof typeof LOOKS =>
  one.cancelled_at !== null ? "cancelled" : one.opened_at !== null ? "opened" : "waiting";

type Props = {
  projectId: number;
  /** Only what waits of one stage and import; else all there is. */
  of?: { stageId: number; batchId: number | undefined };
};

/** Announced work: when it opens, how many want a part, and calling it off. */
export function Announcements({ projectId, of }: Props) {
  const { t } = useTranslation("announcing");
  const { full, number, span } = useFormat();
  const list = useQuery(announcementsQuery(projectId));
  const rows = (list.data ?? []).filter(
    (one) =>
      of === undefined ||
      (stateOf(one) === "waiting" &&
        one.stage_id === of.stageId &&
        (of.batchId === undefined || one.batch_id === null || one.batch_id === of.batchId)),
  );
  if (list.error !== null)
    return of === undefined ? <Fault error={list.error} retry={() => void list.refetch()} /> : null;
  if (rows.length === 0) return null;
  const share = (row: Announcement) =>
    row.share !== null
      ? t("share_n", { n: number(row.share) })
      : row.share_seconds === 0
        ? t("no_share")
        : t("share_for", { span: span(row.share_seconds) });
  return (
    <section className="col g8">
      <h2 className="title">{t("list")}</h2>
      <Table
        label={t("list")}
        rows={rows}
        keyOf={(row) => row.id}
        columns={[
          {
            id: "opens",
            word: t("opens"),
            look: "nowrap",
            cell: (row) => (
              <>
                {full(row.opens_at)}
                <p className="label t3 phone-only">{row.stage}</p>
              </>
            ),
          },
          { id: "stage", word: t("stage"), wide: true, cell: (row) => row.stage },
          { ...figure("wishes", t("wishes")), cell: (row) => number(row.wishes) },
          { id: "share", word: t("share_word"), wide: true, look: "t2", cell: share },
          {
            id: "state",
            word: t("state_word"),
            cell: (row) => {
              const [icon, tone] = LOOKS[stateOf(row)];
              return (
                <Mark icon={icon} tone={tone}>
                  {t(`state.${stateOf(row)}`)}
                </Mark>
              );
            },
          },
          {
            id: "acts",
            word: t("acts"),
            num: true,
            hidden: true,
            cell: (row) => stateOf(row) === "waiting" && <Cancel projectId={projectId} row={row} />,
          },
        ]}
      />
    </section>
  );
}

function Cancel({ projectId, row }: { projectId: number; row: Announcement }) {
  const { t } = useTranslation("announcing");
  const { full, number } = useFormat();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const at = full(row.opens_at);
  const act = async () => {
    await must(
      api.DELETE("/api/v1/projects/{project_id}/announcements/{announcement_id}", {
        params: { path: { project_id: projectId, announcement_id: row.id } },
      }),
    );
    toast(t("cancelled"));
    await client.invalidateQueries({ queryKey: announcementsQuery(projectId).queryKey });
  };
  return (
    <>
      <Button
        look="ghost"
        aria-label={t("cancel_of", { at, stage: row.stage })}
        onPress={() => setAsked(true)}
      >
        {t("cancel")}
      </Button>
      <Confirm
        title={t("cancel_title", { at })}
        open={asked}
        onClose={() => setAsked(false)}
        act={act}
        word={t("cancel_word")}
        danger
      >
        <p>{t("cancel_means", { n: number(row.wishes) })}</p>
      </Confirm>
    </>
  );
}
