import { CircleCheck, DatabaseBackup } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { figure, moment, PagedTable, usePaged } from "~/ui/table";
import { size } from "./size";

const ROWS = 10;
const EVERY = 30_000;

/** Backups that were finished, the newest first. */
export function Backups() {
  const { t } = useTranslation("machine");
  const { number, full } = useFormat();
  const list = usePaged(
    ["admin", "backups"],
    (after) =>
      must(api.GET("/api/v1/machine/backups", { params: { query: { after, limit: ROWS } } })),
    EVERY,
  );
  return (
    <section className="col g8">
      <h2 className="title">{t("backups")}</h2>
      <PagedTable
        list={list}
        lines={3}
        label={t("backups")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={DatabaseBackup} title={t("backups_none")}>
            <p>{t("backups_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "backup",
            word: t("backup"),
            cell: (row) => (
              <>
                <b>{full(row.snapshot_at)}</b>
                <small className="label t3 block break">{row.place}</small>
                <small className="label t3 block break">
                  {t("hash")} {row.ledger_sha256.slice(0, 16)}
                </small>
              </>
            ),
          },
          {
            ...figure("database", t("database")),
            look: "nowrap",
            cell: (row) => (
              <>
                {size(row.database_bytes)}
                <small className="label t3 block">{t("entries", { n: number(row.entries) })}</small>
              </>
            ),
          },
          {
            ...figure("files", t("files")),
            wide: true,
            look: "nowrap",
            cell: (row) => (
              <>
                {size(row.object_bytes)}
                <small className="label t3 block">{t("files_n", { n: number(row.objects) })}</small>
              </>
            ),
          },
          {
            ...figure("new", t("new")),
            wide: true,
            look: "nowrap t2",
            cell: (row) => size(row.new_bytes),
          },
          {
            id: "keys",
            word: t("keys"),
            wide: true,
            cell: (row) => t(row.with_keys ? "with_keys" : "no_keys"),
          },
        ]}
      />
    </section>
  );
}

/** Faults that somebody met, each with the number by which the logs know its request. */
export function Faults() {
  const { t } = useTranslation("machine");
  const { full } = useFormat();
  const list = usePaged(
    ["admin", "failures"],
    (after) =>
      must(api.GET("/api/v1/machine/failures", { params: { query: { after, limit: ROWS } } })),
    EVERY,
  );
  return (
    <section className="col g8">
      <h2 className="title">{t("faults")}</h2>
      <PagedTable
        list={list}
        lines={3}
        label={t("faults")}
        keyOf={(row) => row.id}
        none={<Empty icon={CircleCheck} title={t("faults_none")} />}
        columns={[
          {
            id: "what",
            word: t("what"),
            cell: (row) => (
              <>
                <b className="break">{row.what}</b>
                <small className="label c-bad block break">{row.error}</small>
              </>
            ),
          },
          {
            id: "request",
            word: t("request"),
            look: "t2 break",
            cell: (row) => row.request_id ?? "",
          },
          { ...moment("at", t("at")), cell: (row) => full(row.at) },
        ]}
      />
    </section>
  );
}
