import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { useProjectId } from "../../frame/queries";
import { batchQuery } from "../queries";
import type { Reason } from "../taking";
import { shownName } from "../words";

/** What is known of an item's file, and where it came from. */
export function Facts({ item }: { item: Schema<"ItemWhole"> }) {
  const { t } = useTranslation("data");
  const { number, bytes, full } = useFormat();
  const projectId = useProjectId();
  const batch = useQuery(batchQuery(projectId, item.batch_id)).data;
  const accepted = item.tasks.reduce((sum, task) => sum + task.accepted, 0);
  const overlap = item.tasks.reduce((sum, task) => sum + task.overlap, 0);
  return (
    <dl className="facts">
      <dt>{t("items.item_name")}</dt>
      <dd className="break">{item.name}</dd>
      <dt>{t("items.batch")}</dt>
      <dd>
        <Link
          to="/projects/$projectId/data/batches/$batchId"
          params={{ projectId: String(projectId), batchId: String(item.batch_id) }}
          className="link"
        >
          {batch === undefined ? item.batch_id : shownName(batch.name)}
        </Link>
      </dd>
      {item.width !== null && item.height !== null && (
        <>
          <dt>{t("items.size")}</dt>
          <dd>
            {number(item.width)} × {number(item.height)}
            {item.bytes !== null && ` · ${bytes(item.bytes)}`}
          </dd>
        </>
      )}
      <dt>{t("items.came")}</dt>
      <dd>{full(item.created_at)}</dd>
      {overlap > 0 && (
        <>
          <dt>{t("item.answers")}</dt>
          <dd>
            {number(accepted)} / {number(overlap)}
          </dd>
        </>
      )}
      {item.prelabelled && (
        <>
          <dt>{t("item.prelabels")}</dt>
          <dd>{t("item.prelabelled")}</dd>
        </>
      )}
      {item.excluded_for !== null && (
        <>
          <dt>{t("items.exclude_why")}</dt>
          <dd>{t(`items.why.${item.excluded_for as Reason}`)}</dd>
        </>
      )}
    </dl>
  );
}
