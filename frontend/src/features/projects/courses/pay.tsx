import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Note } from "~/ui/fault";
import { NumberField } from "~/ui/field";
import { Money } from "~/ui/money";
import { rowsOf } from "~/ui/page";
import { budgetQuery } from "../frame/queries";
import { membersQuery } from "../people/queries";
import type { FormProps } from "./exam";
import { BOUNDS } from "./model";

/** What learning pays, and what that takes from the budget. */
export function Pay({ projectId, draft, faults, set }: FormProps & { projectId: number }) {
  const { t } = useTranslation("courses");
  const { number } = useFormat();
  const budget = useQuery(budgetQuery(projectId)).data?.left;
  const members = useInfiniteQuery(membersQuery(projectId));
  const people = rowsOf(members).filter((one) => one.roles.includes("worker")).length;
  const count = `${number(people)}${members.hasNextPage ? "+" : ""}`;
  const each = (draft.trainingPay || 0) + (draft.drawn > 0 ? draft.examPay || 0 : 0);
  const missing = budget === undefined ? 0 : each * people - budget;
  const field = (name: "trainingPay" | "examPay", label: string) => (
    <NumberField
      label={label}
      value={draft[name]}
      minValue={0}
      maxValue={BOUNDS[name][1]}
      onChange={(value) => set({ [name]: Number.isNaN(value) ? 0 : Math.round(value) })}
      suffix={<span className="t3">{t("settings.won")}</span>}
      error={
        faults.has(name)
          ? t("settings.whole", { low: 0, high: number(BOUNDS[name][1]) })
          : undefined
      }
    />
  );
  return (
    <section className="col g16">
      <div className="col g4">
        <h2 className="title">{t("settings.pay")}</h2>
        <p className="t2">{t("settings.pay_hint")}</p>
      </div>
      <div className="form-pair">
        {field("trainingPay", t("settings.training_pay"))}
        {draft.drawn > 0 && field("examPay", t("settings.exam_pay"))}
      </div>
      {each > 0 && (
        <dl className="sums">
          <div>
            <dt>{t("settings.cost_one")}</dt>
            <dd>
              <Money won={each} />
            </dd>
          </div>
          <div>
            <dt>{t("settings.cost_all", { n: count })}</dt>
            <dd>
              <Money won={each * people} />
            </dd>
          </div>
          {budget !== undefined && (
            <div>
              <dt>{t("settings.budget")}</dt>
              <dd>
                <Money won={budget} />
              </dd>
            </div>
          )}
        </dl>
      )}
      {each > 0 && missing > 0 && (
        <Note icon={TriangleAlert} tone="warn">
          <p>{t("settings.short", { won: number(missing) })}</p>
          <LinkButton
            to="/projects/$projectId/cost"
            params={{ projectId: String(projectId) }}
            look="text"
          >
            {t("settings.to_cost")}
          </LinkButton>
        </Note>
      )}
    </section>
  );
}
