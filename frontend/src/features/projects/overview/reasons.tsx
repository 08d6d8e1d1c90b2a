import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { useProjectId } from "../frame/queries";
import type { Overview } from "./queries";

const SHOWN = 6;
const MOST = 0.8; // reasons that make up this much stand out

/** Why work was sent back: the most frequent first, with what they add up to. */
export function Reasons({ quality }: { quality: Overview["quality"] }) {
  const { t, i18n } = useTranslation("data");
  const { number, percent } = useFormat();
  const params = { projectId: String(useProjectId()) };
  const all = quality.reasons.reduce((sum, one) => sum + one.count, 0);
  const top = quality.reasons[0]?.count ?? 1;
  let sum = 0;
  return (
    <section>
      <div className="row between">
        <h2 className="title">{t("overview.reasons")}</h2>
        {all > 0 && <span className="label t3">{t("overview.n", { n: number(all) })}</span>}
      </div>
      {all === 0 ? (
        <p className="label t3">{t("overview.no_reasons")}</p>
      ) : (
        <>
          <ol className="par">
            {quality.reasons.slice(0, SHOWN).map((one) => {
              const leads = sum / all < MOST;
              sum += one.count;
              return (
                <li key={one.code} className={leads ? "lead" : ""}>
                  <span>{i18n.language === "en" ? one.en : one.ko}</span>
                  <i style={{ width: `${(one.count / top) * 100}%` }} />
                  <b className="num">{number(one.count)}</b>
                  <span className="num t3">{percent(Math.round((sum / all) * 100) / 100)}</span>
                </li>
              );
            })}
          </ol>
          <p className="label">
            <Link to="/projects/$projectId/design" params={params} className="acc strong">
              {t("overview.to_guideline")}
            </Link>
          </p>
        </>
      )}
    </section>
  );
}
