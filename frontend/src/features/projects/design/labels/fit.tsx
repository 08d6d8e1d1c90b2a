import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Note } from "~/ui/fault";
import type { Trial } from "./trial";

/** How the answers that are there fit the schema that is being written. */
export function Fit({ trial }: { trial: Trial }) {
  const { t, i18n } = useTranslation("projects");
  const { number } = useFormat();
  const { fit } = trial;
  if (fit === undefined || fit.answers === 0) return null;
  if (fit.misfits === 0)
    return (
      <Note icon={CircleCheck} tone="ok">
        {t("labels.fit.all", { n: number(fit.answers) })}
      </Note>
    );
  const why = (code: string) =>
    i18n.exists(`labels.fit.why.${code}`, { ns: "projects" })
      ? t(`labels.fit.why.${code}` as "labels.fit.why.required")
      : code;
  return (
    <Note icon={TriangleAlert} tone="warn">
      <p>{t("labels.fit.some", { n: number(fit.answers), bad: number(fit.misfits) })}</p>
      <ul className="label">
        {fit.faults.map((one) => (
          <li key={one.code}>
            {why(one.code)} {t("labels.fit.count", { n: number(one.answers) })}
          </li>
        ))}
      </ul>
      <p className="label">{t("labels.fit.means")}</p>
    </Note>
  );
}
