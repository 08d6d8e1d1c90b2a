import { useQueries, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Money } from "~/ui/money";
import { type Stage, stagesQuery } from "../frame/queries";
import { priceQuery, stageBudgetQuery } from "./queries";

/** What each stage pays for a piece of work, and what it has set aside and spent. */
export function ByStage({ projectId }: { projectId: number }) {
  const { t } = useTranslation("data");
  const { data: stages } = useSuspenseQuery(stagesQuery(projectId));
  return (
    <section className="col g8">
      <div className="row between">
        <h2 className="title">{t("cost.by_stage")}</h2>
        <Link
          to="/projects/$projectId/design"
          params={{ projectId: String(projectId) }}
          className="label acc strong"
        >
          {t("cost.to_prices")}
        </Link>
      </div>
      {stages.length === 0 && <p className="label t3">{t("upload.no_stage")}</p>}
      {stages.map((stage) => (
        <OfStage key={stage.id} projectId={projectId} stage={stage} />
      ))}
    </section>
  );
}

function OfStage({ projectId, stage }: { projectId: number; stage: Stage }) {
  const { t } = useTranslation(["data", "common"]);
  const [budget, price] = useQueries({
    queries: [
      stageBudgetQuery(projectId, stage.id),
      priceQuery(projectId, stage.id, stage.price_version),
    ],
  });
  const card = price.data;
  return (
    <div className="col g4 hair-b pb-3">
      <p className="strong">{stage.name}</p>
      <dl className="facts">
        <dt>{t("data:cost.earned")}</dt>
        <dd className="num">{budget.data && <Money won={budget.data.earned} />}</dd>
        <dt>{t("data:cost.reserved")}</dt>
        <dd className="num">{budget.data && <Money won={budget.data.reserved} />}</dd>
        {card ? (
          ([0, 1, 2] as const).map((level) => (
            <Price key={level} word={t(`common:level.${level}`)} won={card[`level${level}`]} />
          ))
        ) : (
          <>
            <dt>{t("data:cost.price")}</dt>
            <dd className="num">{card === null ? t("data:cost.no_price") : ""}</dd>
          </>
        )}
      </dl>
    </div>
  );
}

function Price({ word, won }: { word: string; won: number }) {
  const { t } = useTranslation("data");
  return (
    <>
      <dt>{t("cost.price_of", { level: word })}</dt>
      <dd className="num">
        <Money won={won} />
      </dd>
    </>
  );
}
