import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault, Skeleton } from "~/ui/fault";
import { figure, Table } from "~/ui/table";

const WHAT = [
  "access_log",
  "notification",
  "invitation",
  "guardian",
  "api_token",
  "chore",
  "data_copy",
  "tidied",
  "unproved",
  "outbox",
] as const;
const KEPT = [
  "ledger",
  "payout",
  "vault",
  "signature",
  "submission",
  "session",
  "upload",
  "copy",
  "hook_delivery",
  "failure",
  "event",
] as const;
const BY = ["five_years", "by_rule", "project", "ends"] as const;
const one = <Word extends string>(words: readonly Word[], value: string): Word | undefined =>
  words.find((word) => word === value);

/** How long what is kept and why, and what the nights have deleted. */
export function Keeping() {
  const { t } = useTranslation("privacy");
  const { number, full } = useFormat();
  const schedule = useQuery({
    queryKey: ["admin", "keeping"],
    queryFn: () => must(api.GET("/api/v1/oversight/keeping")),
  });
  const days = (n: number) => t("desk.day_n", { n: number(n) });
  if (schedule.data === undefined)
    return schedule.error ? (
      <Fault error={schedule.error} retry={() => schedule.refetch()} />
    ) : (
      <Skeleton lines={8} />
    );
  return (
    <div className="col g16">
      <p className="t2">{t("desk.night")}</p>
      <Table
        label={t("desk.keeping")}
        rows={schedule.data.kept_for}
        keyOf={(row) => row.what}
        columns={[
          {
            id: "what",
            word: t("desk.what"),
            cell: (row) => {
              const what = one(WHAT, row.what);
              return what === undefined ? (
                row.what
              ) : (
                <>
                  {t(`what.${what}.name`)}
                  <p className="label t3">{t(`what.${what}.why`)}</p>
                </>
              );
            },
          },
          {
            ...figure("days", t("desk.days")),
            look: "nowrap",
            cell: (row) => (
              <>
                {days(row.days)}
                {row.days !== row.usual && (
                  <p className="label t3">{t("desk.usual", { n: number(row.usual) })}</p>
                )}
              </>
            ),
          },
          {
            ...figure("last", t("desk.last")),
            cell: (row) => (
              <>
                {row.last_deleted === null ? t("desk.never") : number(row.last_deleted)}
                {row.last_at !== null && <p className="label t3 nowrap">{full(row.last_at)}</p>}
              </>
            ),
          },
          { ...figure("sum", t("desk.sum")), wide: true, cell: (row) => number(row.deleted) },
        ]}
      />
      <h2 className="title">{t("desk.otherwise")}</h2>
      <Table
        label={t("desk.otherwise")}
        rows={schedule.data.kept_by}
        keyOf={(row) => row.what}
        columns={[
          {
            id: "what",
            word: t("desk.what"),
            look: "nowrap",
            cell: (row) => {
              const what = one(KEPT, row.what);
              return what === undefined ? row.what : t(`kept.${what}`);
            },
          },
          {
            id: "law",
            word: t("desk.law"),
            look: "t2",
            cell: (row) => {
              const by = one(BY, row.by);
              return by === undefined ? row.by : t(`by.${by}`);
            },
          },
        ]}
      />
    </div>
  );
}
