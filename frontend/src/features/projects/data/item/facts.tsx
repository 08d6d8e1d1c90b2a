import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Facts as Known } from "~/annotate/media";
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
      <Media facts={item.facts as Known | null} bytes={item.bytes} />
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

/** How long a recording is, how many pages a document has, what a time series measures. */
function Media({ facts, bytes: size }: { facts: Known | null; bytes: number | null }) {
  const { t } = useTranslation("data");
  const { number, bytes, span } = useFormat();
  if (facts === null) return null;
  const about = [
    ...(facts.modality === "document" ? [number(facts.pages.length)] : []),
    ...(facts.modality === "video"
      ? [span(facts.duration / 1000), t("items.frames_n", { n: number(facts.length) })]
      : []),
    ...(facts.modality === "sound" || facts.modality === "series"
      ? [span(facts.length / 1000)]
      : []),
    ...(facts.modality !== "video" && size !== null ? [bytes(size)] : []),
  ];
  return (
    <>
      <dt>{t(facts.modality === "document" ? "items.pages" : "items.length")}</dt>
      <dd>{about.join(" · ")}</dd>
      {facts.modality === "series" && (
        <>
          <dt>{t("items.channels")}</dt>
          <dd className="break">
            {facts.channels.map(({ name, unit }) => (unit ? `${name} (${unit})` : name)).join(", ")}
          </dd>
        </>
      )}
    </>
  );
}
