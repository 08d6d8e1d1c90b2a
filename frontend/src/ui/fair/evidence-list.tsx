import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";

export type Evidence = Schema<"EvidenceOut">;

/** The work that a suspension is proposed for, with the last word on each, and a way to it. */
export function EvidenceList({
  rows,
  link,
}: {
  rows: readonly Evidence[];
  link: (row: Evidence) => ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const said = (row: Evidence) =>
    (i18n.language === "en" ? row.reason_en : row.reason_ko) ?? row.reason;
  return (
    <ul className="list">
      {rows.map((row) => (
        <li key={row.assignment_id} className="row between g16">
          <span className="grow">
            <b className="block break">{row.item}</b>
            <span className="label t3 block">
              {t(`level.${row.level as 0 | 1 | 2}`)}
              {said(row) !== null && ` · ${said(row)}`}
            </span>
            {row.comment !== null && <span className="t2 block">{row.comment}</span>}
          </span>
          {link(row)}
        </li>
      ))}
    </ul>
  );
}
