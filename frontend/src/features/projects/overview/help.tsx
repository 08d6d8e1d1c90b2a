import { Link } from "@tanstack/react-router";
import { ChevronRight, User } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { useProjectId } from "../frame/queries";
import { begun, type Overview } from "./queries";

type Row = Overview["attention"][number];

/** Who needs a word, and why: by the figures that say so. */
export function Help({ data }: { data: Overview }) {
  const { t } = useTranslation("data");
  const why = useWhy();
  const params = { projectId: String(useProjectId()) };
  // One line for each person, with all that there is to say.
  const people = new Map<string, Row[]>();
  const rows = data.attention;
  for (const row of rows) people.set(row.pseudonym, [...(people.get(row.pseudonym) ?? []), row]);
  return (
    <section>
      <h2 className="title">{t("overview.help")}</h2>
      {rows.length === 0 ? (
        <p className="label t3">{t(begun(data) ? "overview.no_help" : "overview.nobody_yet")}</p>
      ) : (
        <ul className="help">
          {[...people].map(([name, all]) => (
            <li key={name}>
              <span className="ava sm">
                <Icon of={User} size={14} />
              </span>
              <div className="grow">
                <p className="strong clip">{name}</p>
                {all.map((row) => (
                  <p key={row.why} className="label t3">
                    {why(row)}
                  </p>
                ))}
              </div>
              <Link
                to="/projects/$projectId/people"
                params={params}
                className="btn ghost sq"
                aria-label={t("overview.to_person", { name })}
              >
                <Icon of={ChevronRight} />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {!begun(data) && (
        <Link
          to="/projects/$projectId/people"
          params={params}
          search={{ tab: "invitations" }}
          className="acc strong label"
        >
          {t("overview.invite")}
        </Link>
      )}
    </section>
  );
}

function useWhy(): (row: Row) => string {
  const { t } = useTranslation("data");
  const { number, percent, span } = useFormat();
  return ({ why, figures }) => {
    const get = (name: string) => figures[name] ?? 0;
    switch (why) {
      case "low_first_pass":
        return t("overview.why.low_first_pass", { share: percent(get("first_pass")) });
      case "overturned":
        return t("overview.why.overturned", { share: percent(get("overturn_rate")) });
      case "below_wage":
        return t("overview.why.below_wage", { won: number(get("hourly")) });
      case "too_fast":
        return t("overview.why.too_fast", {
          span: span(get("seconds")),
          usual: span(get("usual")),
        });
    }
  };
}
