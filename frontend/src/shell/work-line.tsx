import { Link } from "@tanstack/react-router";
import { FileText, Image } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { WorkRow } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { WorkMark } from "~/ui/state";

const SPOKEN = new Set(["rework", "rejected", "rejected_final"]);

/** A line of one's own work: what, when or why, how much, and how it stands. All of it is the link. */
export function WorkLine({ row }: { row: WorkRow }) {
  const { i18n } = useTranslation();
  const { ago } = useFormat();
  const reason = i18n.language === "en" ? row.reason_en : row.reason_ko;
  const why = SPOKEN.has(row.state) && reason !== null ? reason : null;
  return (
    <li>
      <Link
        to="/my-work/$projectId/$assignmentId"
        params={{ projectId: String(row.project_id), assignmentId: String(row.id) }}
        className="row grow"
      >
        {row.thumbnail_url === null ? (
          <span className="thumb">
            <Icon of={row.excerpt === null ? Image : FileText} />
          </span>
        ) : (
          <img className="thumb" src={row.thumbnail_url} alt="" loading="lazy" />
        )}
        <span className="grow">
          <b className="clip block">{row.project}</b>
          <span className="label t3 clip block">
            {row.excerpt ?? row.item} · {why ?? ago(row.returned_at ?? row.reserved_at)}
          </span>
        </span>
        <span className="col work-end">
          <Money won={row.price} />
          <WorkMark state={row.state} />
        </span>
      </Link>
    </li>
  );
}
