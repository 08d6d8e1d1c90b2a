import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault, Skeleton } from "~/ui/fault";
import { Table } from "~/ui/table";

type Row = Schema<"PreviewRow">;
type Props = { projectId: number; batchId: number };

/** The first rows of a dry run as they would become items. */
export function Preview({ projectId, batchId }: Props) {
  const { t } = useTranslation("data");
  const found = useQuery({
    queryKey: ["project", projectId, "preview", batchId],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/batches/{batch_id}/preview", {
          params: { path: { project_id: projectId, batch_id: batchId } },
        }),
      ),
  });
  if (found.error) return <Fault error={found.error} retry={() => found.refetch()} />;
  if (found.data === undefined) return <Skeleton lines={4} />;
  const { rows } = found.data;
  if (rows.length === 0) return null;
  const labelled = rows.some((row) => row.labels !== null);
  const told = rows.some((row) => row.meta !== null);
  return (
    <section className="col g8">
      <h3 className="title">{t("batches.preview")}</h3>
      <Table
        label={t("batches.preview")}
        rows={rows}
        keyOf={(row) => `${row.place} ${row.name}`}
        columns={[
          {
            id: "name",
            word: t("batches.preview_name"),
            cell: (row) => <Name row={row} />,
          },
          {
            id: "size",
            word: t("batches.preview_size"),
            num: true,
            wide: true,
            cell: (row) => <Size row={row} />,
          },
          ...(labelled
            ? [
                {
                  id: "labels",
                  word: t("batches.preview_labels"),
                  cell: (row: Row) => <Labels row={row} />,
                },
              ]
            : []),
          ...(told
            ? [
                {
                  id: "meta",
                  word: t("batches.preview_meta"),
                  wide: true,
                  cell: (row: Row) => <Meta row={row} />,
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}

function Name({ row }: { row: Row }) {
  return (
    <span className="row preview-name">
      {row.thumbnail !== null && (
        <img className="preview-shot" src={`data:image/webp;base64,${row.thumbnail}`} alt="" />
      )}
      <span className="col">
        <span className="break">{row.name}</span>
        {row.excerpt !== null && <span className="label t3 break">{row.excerpt}</span>}
      </span>
    </span>
  );
}

function Size({ row }: { row: Row }) {
  const { number, bytes } = useFormat();
  const { width, height } = row;
  const sides = width !== null && height !== null ? `${number(width)} × ${number(height)}` : null;
  return (
    <span className="col">
      {sides !== null && <span className="nowrap">{sides}</span>}
      {row.bytes !== null && <span className="label t3 nowrap">{bytes(row.bytes)}</span>}
    </span>
  );
}

function Labels({ row }: { row: Row }) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  if (row.labels === null) return <span className="t3">–</span>;
  const classes = Object.entries(row.labels);
  if (classes.length === 0) return <span className="t3">{t("batches.preview_none")}</span>;
  return <span>{classes.map(([name, n]) => `${name} ${number(n)}`).join(", ")}</span>;
}

function Meta({ row }: { row: Row }) {
  const pairs = Object.entries(row.meta ?? {}).slice(0, 6);
  const said = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return (
    <span className="label t2 break">
      {pairs.map(([key, value]) => `${key}: ${said(value)}`).join(", ")}
    </span>
  );
}
