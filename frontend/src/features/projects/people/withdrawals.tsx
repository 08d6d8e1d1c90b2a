import { CircleCheck, CircleDashed, UserMinus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { Mark } from "~/ui/state";
import { moment, PagedTable, usePaged } from "~/ui/table";

type Withdrawal = Schema<"WithdrawalOut">;
const PAGE = 50;
const COUNTS = ["takes", "files", "answers", "releases"] as const;

/** Who has taken his consent back, by pseudonym, and what was destroyed of what he gave. */
export function Withdrawals({ projectId }: { projectId: number }) {
  const { t } = useTranslation(["collecting", "projects"]);
  const { full, number } = useFormat();
  const list = usePaged<Withdrawal>(["project", projectId, "withdrawals"], (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/withdrawals", {
        params: { path: { project_id: projectId }, query: { after, limit: PAGE } },
      }),
    ),
  );
  const n = rowsOf(list).length;
  const destroyed = ({ counts }: Withdrawal) => {
    const said = COUNTS.flatMap((what) => {
      const count = counts?.[what] ?? 0;
      return count > 0 ? [t(`collecting:withdrawals.count.${what}`, { n: number(count) })] : [];
    });
    return said.length > 0 ? said.join(" · ") : t("collecting:withdrawals.nothing");
  };
  return (
    <>
      <PageTitle name={t("collecting:withdrawals.tab")}>
        {n === 0
          ? t("collecting:withdrawals.title_none")
          : t(
              list.hasNextPage
                ? "collecting:withdrawals.title_more"
                : "collecting:withdrawals.title",
              {
                n: number(n),
              },
            )}
      </PageTitle>
      {n > 0 && <p className="hint">{t("collecting:withdrawals.kept")}</p>}
      <PagedTable
        list={list}
        none={
          <Empty icon={UserMinus}>
            <p>{t("collecting:withdrawals.none_hint")}</p>
          </Empty>
        }
        label={t("collecting:withdrawals.tab")}
        keyOf={(row) => row.id}
        columns={[
          {
            id: "who",
            word: t("collecting:withdrawals.who"),
            look: "strong nowrap",
            cell: (row) => row.pseudonym,
          },
          {
            id: "state",
            word: t("collecting:withdrawals.state"),
            cell: (row) =>
              row.done_at === null ? (
                <Mark icon={CircleDashed} tone="now">
                  {t("collecting:withdrawals.running")}
                </Mark>
              ) : (
                <Mark icon={CircleCheck} tone="ok">
                  {t("collecting:withdrawals.done")}
                </Mark>
              ),
          },
          {
            id: "destroyed",
            word: t("collecting:withdrawals.destroyed"),
            look: "label",
            cell: (row) => (row.done_at === null ? "–" : destroyed(row)),
          },
          {
            id: "why",
            word: t("collecting:withdrawals.why"),
            wide: true,
            look: "label break",
            cell: (row) => row.why || "–",
          },
          {
            ...moment("asked", t("collecting:withdrawals.asked")),
            cell: (row) => full(row.asked_at),
          },
        ]}
      />
    </>
  );
}
