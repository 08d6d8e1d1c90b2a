import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";

export const CRITERIA = ["pay", "clarity", "inspection", "answers"] as const;

/** What people say of a project, by the four criteria. */
export function Criteria({ ratings }: { ratings: Schema<"Ratings"> }) {
  const { t } = useTranslation("fair");
  const { number } = useFormat();
  return (
    <dl className="col g12">
      {CRITERIA.map((id) => (
        <div key={id} className="row between g16">
          <dt className="grow">{t(`criterion.${id}`)}</dt>
          <dd className="row g12">
            <span className="bar" style={{ width: 96 }} aria-hidden="true">
              <i className="acc" style={{ width: `${(ratings[id] / 5) * 100}%` }} />
            </span>
            <span className="pnum">{t("marks", { mark: number(ratings[id]) })}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
