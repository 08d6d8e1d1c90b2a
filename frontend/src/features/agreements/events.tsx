import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, PenLine } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { phaseOf } from "~/ui/signing/phase";

const eventsQuery = queryOptions({
  queryKey: ["signing", "mine"],
  queryFn: () => must(api.GET("/api/v1/me/signings")),
});

/** The events at which one is to sign; nothing where there are none. */
export function Events() {
  const { t } = useTranslation("signing");
  const { full } = useFormat();
  const events = useQuery(eventsQuery);
  if (events.isError) return <Fault error={events.error} retry={() => events.refetch()} />;
  if (events.data === undefined || events.data.length === 0) return null;
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("events")}</h2>
      </div>
      <ul className="list">
        {events.data.map((one) => (
          <li key={one.id}>
            <Link to="/signings/$id" params={{ id: String(one.id) }} className="row grow">
              <span className="thumb">
                <Icon of={PenLine} />
              </span>
              <span className="grow">
                <b className="block">{one.title}</b>
                <span className="label t3">
                  {one.project ?? one.organisation} ·{" "}
                  {t(`when.${phaseOf(one)}`, {
                    from: full(one.opens_at),
                    until: full(one.closes_at),
                  })}
                </span>
              </span>
              <Icon of={ChevronRight} className="t3" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
