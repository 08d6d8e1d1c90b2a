import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Hit } from "~/api/trusted";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";

type Figures = Partial<
  Record<"seen" | "counted" | "seconds" | "usual_seconds" | "share" | "limit" | "minutes", number>
> & { work?: number[] };

const MOST = 10;

/** What was seen: in a sentence, with its figures, and the pieces of work that it was seen in. */
export function Evidence({ hit }: { hit: Hit }) {
  const { t } = useTranslation("trusted");
  const { number, percent, span } = useFormat();
  const saw = hit.evidence as Figures;
  const { seen = 0, counted = 0, seconds, usual_seconds: usual, share, limit, minutes, work } = saw;
  const facts = [
    ["seen", number(seen)],
    ["counted", number(counted)],
    ["seconds", seconds === undefined ? null : span(seconds)],
    ["usual", usual === undefined ? null : span(usual)],
    ["share", share === undefined ? null : percent(share)],
    [hit.collector === "same" ? "others" : "limit", limit === undefined ? null : percent(limit)],
  ] as const;
  // Which of somebody's work had a known answer is told only where the stage tells.
  const shown = hit.level === 0 && hit.collector !== "gold" ? (work ?? []).slice(0, MOST) : [];
  return (
    <>
      <p className="my-2">
        {t(`saw.${hit.collector}`, {
          seen: number(seen),
          counted: number(counted),
          seconds: span(seconds ?? 0),
          usual: span(usual ?? 0),
          share: percent(share ?? 0),
          limit: percent(limit ?? 0),
          minutes: number(minutes ?? 0),
        })}
      </p>
      <dl className="tr-facts pnum">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt className="t2">{t(`figure.${name}`)}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {shown.length > 0 && (
        <>
          <h3 className="strong mt-5" id="seen-in">
            {t("seen_in")}
          </h3>
          <ul className="list" aria-labelledby="seen-in">
            {shown.map((id, at) => (
              <li key={id}>
                <Link
                  to="/my-work/$projectId/$assignmentId"
                  params={{ projectId: String(hit.project_id), assignmentId: String(id) }}
                  className="row grow"
                >
                  <span className="grow">{t("seen_nth", { n: number(at + 1) })}</span>
                  <Icon of={ChevronRight} className="t3" />
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
