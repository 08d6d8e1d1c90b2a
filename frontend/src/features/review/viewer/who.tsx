import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { isBetween, type Work } from "./use-piece";
import { Why } from "./why";

/** Whose answer it is, by pseudonym; which attempt, and when. */
export function Who({ work }: { work: Work }) {
  const { t } = useTranslation("review");
  const { ago } = useFormat();
  const subject = work.subject;
  if (subject === null || subject === undefined) return null;
  if (isBetween(work)) return <Between work={work} />;
  const turn = work.turns.findLast((one) => one.level === 0);
  return (
    <section>
      <div className="row between">
        <b>{subject.author}</b>
        {turn !== undefined && (
          <span className="label t3">{t("handed_in", { ago: ago(turn.at) })}</span>
        )}
      </div>
      <p className="label t2">
        {subject.attempt > 1 ? t("attempt_n", { n: subject.attempt }) : t("first_attempt")}
      </p>
      <Why work={work} />
    </section>
  );
}

/** Nobody's alone: it was begun with one of several answers. */
function Between({ work }: { work: Work }) {
  const { t } = useTranslation("review");
  return (
    <section>
      <b>{t("sides.mending")}</b>
      <Why work={work} />
    </section>
  );
}
