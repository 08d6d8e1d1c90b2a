import { History } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { useSaid } from "~/ui/events/said";
import { Empty } from "~/ui/fault";
import { type Listed, PagedTable } from "~/ui/table";

/** What happened, the newest first, each as a sentence. */
export function Rows({ list }: { list: Listed<Schema<"AuditRow">> }) {
  const { t } = useTranslation("admin");
  const { full } = useFormat();
  const told = useSaid();
  const actor = (row: Schema<"AuditRow">) => row.actor ?? t("audit.clock");
  return (
    <PagedTable
      list={list}
      lines={8}
      label={t("pages.audit")}
      keyOf={(row) => row.id}
      none={
        <Empty icon={History} title={t("audit.none")}>
          <p>{t("audit.none_hint")}</p>
        </Empty>
      }
      columns={[
        {
          id: "at",
          word: t("ledger.at"),
          wide: true,
          look: "t3 nowrap",
          cell: (row) => full(row.at),
        },
        { id: "who", word: t("audit.who"), wide: true, look: "nowrap", cell: actor },
        {
          id: "what",
          word: t("audit.what"),
          cell: (row) => {
            const { said, detail } = told(row);
            return (
              <>
                {said}
                {detail !== "" && <small className="label t3 block break">{detail}</small>}
                <p className="label t3 phone-only">
                  {[full(row.at), actor(row), row.project].filter(Boolean).join(" · ")}
                </p>
              </>
            );
          },
        },
        {
          id: "project",
          word: t("filter.project"),
          wide: true,
          look: "t2",
          cell: (row) => row.project,
        },
      ]}
    />
  );
}
