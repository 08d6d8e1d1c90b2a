import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { policyOf, shareAt } from "../../design/policy/model";
import { pricesQuery } from "../../design/versions";
import { budgetQuery } from "../../frame/queries";
import { Fund } from "../../money/fund";
import { quoteQuery, useWizard } from "../state";
import { StepFrame } from "../step-frame";

/** What it will cost, what it can cost at worst, and the money for it. */
export function BudgetStep() {
  const { t } = useTranslation(["projects", "common"]);
  const { number } = useFormat();
  const { project, stage } = useWizard();
  const [card] = useSuspenseQuery(pricesQuery(stage)).data;
  const budget = useQuery(budgetQuery(project.id));
  const quote = useQuery(quoteQuery(stage));
  const incomplete = stage.schema_version === null || stage.price_version === null;
  const left = budget.data?.left ?? 0;
  const short = quote.data === undefined ? 0 : Math.max(0, quote.data.total - left);
  const policy = policyOf(stage);
  const likely =
    card === undefined || quote.data === undefined
      ? null
      : Math.round(
          quote.data.items *
            stage.overlap *
            (card.level0 + card.level1 * shareAt(policy, 1) + card.level2 * shareAt(policy, 2)),
        );
  return (
    <StepFrame id="budget" hint={t("wizard.budget_hint")} quiet={short > 0}>
      {incomplete && (
        <Note icon={TriangleAlert} tone="warn">
          <p>{t("budget.incomplete")}</p>
        </Note>
      )}
      <Fault error={quote.error ?? budget.error} retry={() => quote.refetch()} />
      {!incomplete && quote.isPending && <Skeleton lines={3} />}
      {quote.data !== undefined && (
        <dl className="sums">
          <div>
            <dt>{t("budget.items")}</dt>
            <dd>{t("common:pieces", { n: number(quote.data.items) })}</dd>
          </div>
          {likely !== null && (
            <div>
              <dt>{t("budget.likely")}</dt>
              <dd>
                <Money won={likely} />
              </dd>
            </div>
          )}
          <div>
            <dt>
              {t("budget.worst")}
              <span className="hint block">
                {t("budget.worst_hint", { each: number(quote.data.each) })}{" "}
                {!quote.data.exact && t("budget.split")}
              </span>
            </dt>
            <dd>
              <Money won={quote.data.total} />
            </dd>
          </div>
          <div className="total">
            <dt>{t("budget.left")}</dt>
            <dd>
              <Money won={left} />
            </dd>
          </div>
        </dl>
      )}
      {quote.data !== undefined &&
        (short > 0 ? (
          <Note icon={TriangleAlert} tone="warn">
            <p>{t("budget.short", { won: number(short) })}</p>
          </Note>
        ) : (
          quote.data.items > 0 && (
            <Note icon={CircleCheck} tone="ok">
              <p>{t("budget.enough")}</p>
            </Note>
          )
        ))}
      <Fund projectId={project.id} wanted={short} />
    </StepFrame>
  );
}
