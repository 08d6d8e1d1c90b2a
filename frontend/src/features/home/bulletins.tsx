import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, Mail } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";

/** The last bulletins that one has not read. */
export function Bulletins() {
  const { t } = useTranslation("reading");
  const { ago } = useFormat();
  const unread = useQuery({
    queryKey: ["bulletins", "unread"],
    queryFn: () =>
      must(api.GET("/api/v1/bulletins", { params: { query: { unread: true, limit: 3 } } })),
  });
  const rows = unread.data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="bulletins">
      <div className="head">
        <h2 className="title" id="bulletins">
          {t("bulletin.new")}
        </h2>
        <Link to="/bulletins" className="label t3 nowrap row g4 touch">
          {t("bulletin.all")}
          <Icon of={ChevronRight} size={16} />
        </Link>
      </div>
      <ul className="list">
        {rows.map((row) => (
          <li key={`${row.project_id}.${row.id}`}>
            <Link to="/bulletins" className="row grow">
              <span className="thumb">
                <Icon of={Mail} />
              </span>
              <span className="grow">
                <span className="block strong">{row.title}</span>
                <span className="label t3">
                  {row.project} · {ago(row.created_at)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
