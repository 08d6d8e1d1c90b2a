import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { useTold } from "~/shell/told";
import { Icon } from "~/ui/icons";

/** The last three things that one was told and has not read. */
export function News() {
  const { t } = useTranslation("home");
  const { ago } = useFormat();
  const told = useTold();
  const news = useQuery({
    queryKey: ["notifications", "newest"],
    queryFn: () =>
      must(api.GET("/api/v1/notifications", { params: { query: { unread: true, limit: 3 } } })),
  });
  const rows = news.data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("news")}</h2>
        <Link to="/notifications" className="label t3 nowrap row g4 touch">
          {t("see_all")}
          <Icon of={ChevronRight} size={16} />
        </Link>
      </div>
      <ul className="list">
        {rows.map((row) => {
          const { icon, says, where, href } = told(row);
          return (
            <li key={row.id}>
              <Link to={href} className="row grow">
                <span className="thumb">
                  <Icon of={icon} />
                </span>
                <span className="grow">
                  <span className="block">{says}</span>
                  <span className="label t3">
                    {where === "" ? ago(row.created_at) : `${where} · ${ago(row.created_at)}`}
                  </span>
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
