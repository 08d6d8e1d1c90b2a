import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { workQuery } from "~/api/worker";
import { WorkLine } from "~/shell/work-line";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { rowsOf } from "~/ui/page";

/** The last pieces of one's work; `quiet` where a fault is told already. */
export function Recent({ quiet = false }: { quiet?: boolean }) {
  const { t } = useTranslation("home");
  const work = useInfiniteQuery(workQuery({ level: 0 }, 5));
  const rows = rowsOf(work).slice(0, 5);
  if (work.isError && quiet) return null;
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("recent")}</h2>
        {rows.length > 0 && (
          <Link to="/my-work" className="label t3 nowrap row g4 touch">
            {t("see_all")}
            <Icon of={ChevronRight} size={16} />
          </Link>
        )}
      </div>
      <Fault error={work.error} retry={() => work.refetch()} />
      {work.isPending && <Skeleton lines={3} />}
      {work.isSuccess && rows.length === 0 && <p className="t3">{t("no_recent")}</p>}
      <ul className="list">
        {rows.map((row) => (
          <WorkLine key={`${row.project_id}.${row.id}`} row={row} />
        ))}
      </ul>
    </section>
  );
}
