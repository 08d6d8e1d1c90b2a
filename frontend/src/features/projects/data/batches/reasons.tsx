import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { useReason } from "./words";

type Props = { projectId: number; batch: Schema<"BatchOut"> };

/** How often each reason came, the most frequent first; and the whole report as a file. */
export function Reasons({ projectId, batch }: Props) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const reason = useReason();
  const rows = Object.entries(batch.reasons).sort(([, one], [, other]) => other.n - one.n);
  if (rows.length === 0) return null;
  return (
    <div className="col g8">
      <ul className="list tight" aria-label={t("batches.reasons")}>
        {rows.map(([code, { grade, n }]) => (
          <li key={code}>
            <span className="grow break">{reason(code, code)}</span>
            <span className="label t3 nowrap">{t(`batches.grades.${grade}`)}</span>
            <span className="strong nowrap">{number(n)}</span>
          </li>
        ))}
      </ul>
      <div>
        <a
          className="btn line"
          href={`/api/v1/projects/${projectId}/batches/${batch.id}/report`}
          download
        >
          <Icon of={Download} size={16} />
          {t("batches.report")}
        </a>
      </div>
    </div>
  );
}
