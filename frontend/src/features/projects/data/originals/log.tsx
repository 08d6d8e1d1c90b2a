import { Link } from "@tanstack/react-router";
import { ArrowLeft, EyeOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { moment, PagedTable } from "~/ui/table";
import { useKeeps } from "../../frame/manages";
import { useProjectId } from "../../frame/queries";
import { useLooks } from "./queries";
import "../data.css";

/** Who saw which original, when and why. */
export function OriginalsPage() {
  const { t } = useTranslation("pipeline");
  const { full, number, day, time } = useFormat();
  const projectId = useProjectId();
  const may = useKeeps(projectId);
  const list = useLooks(projectId, may);
  const n = rowsOf(list).length;
  const params = { projectId: String(projectId) };
  return (
    <>
      <Link to="/projects/$projectId/data" params={params} className="label t3 back">
        <Icon of={ArrowLeft} size={14} />
        {t("original.item")}
      </Link>
      <PageTitle name={t("original.name")}>
        {!may
          ? t("original.name")
          : n === 0
            ? t("original.title_log_none")
            : t(list.hasNextPage ? "original.title_log_more" : "original.title_log", {
                n: number(n),
              })}
      </PageTitle>
      {may ? (
        <PagedTable
          list={list}
          none={
            <Empty icon={EyeOff}>
              <p>{t("original.none_hint")}</p>
            </Empty>
          }
          label={t("original.name")}
          keyOf={(row) => row.id}
          columns={[
            {
              id: "who",
              word: t("original.who"),
              look: "nowrap",
              cell: (row) => (
                <>
                  <b>{row.by}</b>
                  <p className="label t3 phone-only">
                    {day(row.at)} {time(row.at)}
                  </p>
                </>
              ),
            },
            {
              id: "item",
              word: t("original.item"),
              cell: (row) => (
                <Link
                  to="/projects/$projectId/data/$itemId"
                  params={{ ...params, itemId: String(row.item_id) }}
                  className="link break block min-w-24"
                >
                  {row.item}
                </Link>
              ),
            },
            { id: "why", word: t("original.why_word"), look: "break", cell: (row) => row.why },
            { ...moment("at", t("original.at")), cell: (row) => full(row.at) },
          ]}
        />
      ) : (
        <Empty icon={EyeOff} title={t("original.not_you")}>
          <p>{t("original.not_you_hint")}</p>
        </Empty>
      )}
    </>
  );
}
