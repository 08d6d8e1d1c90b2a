import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { schemaQuery } from "../../design/versions";
import { stagesQuery } from "../../frame/queries";
import type { Takes } from "./choose";
import { From } from "./from";
import { type Batch, begin, beginFar, type Cloud, close, type ImportFormat, useJob } from "./job";
import type { Parcel } from "./pick";
import { Progressing } from "./progressing";
import { Checked, Failed, Imported } from "./result";
import "../data.css";

export type UploadProps = {
  projectId: number;
  /** The stage that the items go into. */
  stageId: number;
  /** Whether what was sent is looked at in a dry run first, and imported when that was seen. */
  check?: boolean;
  /** Whether imported items can be put on offer here, with what that sets aside. */
  opening?: boolean;
  /** Told once when an import has ended well. */
  onImported?: (batch: Batch) => void;
};

/** From a folder, a zip or files to items: choose, send (resumable), look, import, put on offer.
 *
 * What goes on does so while other pages are looked at; the same place shows it again.
 */
export function Upload({
  projectId,
  stageId,
  check = true,
  opening = true,
  onImported,
}: UploadProps) {
  const client = useQueryClient();
  const job = useJob(projectId, stageId);
  const [format, setFormat] = useState<ImportFormat>("auto");
  const [skip, setSkip] = useState(false);
  const told = useRef<number | null>(null);
  const takes = useTakes(projectId, stageId);

  const done = job?.phase === "imported" ? job.batch : null;
  useEffect(() => {
    if (done === null || told.current === done.id) return;
    told.current = done.id;
    onImported?.(done);
  }, [done, onImported]);

  const how = { check, format, skip };
  const start = (parcels: readonly Parcel[]) => begin({ client, projectId, stageId }, parcels, how);
  const reach = (cloud: Cloud) => beginFar({ client, projectId, stageId }, cloud, how);

  const place = { projectId, stageId };
  if (job === null)
    return (
      <From
        projectId={projectId}
        takes={takes}
        format={format}
        onFormat={setFormat}
        skip={skip}
        onSkip={setSkip}
        onChosen={start}
        onReached={reach}
      />
    );
  if (job.phase === "checked") return <Checked {...place} job={job} />;
  if (job.phase === "imported")
    return (
      <Imported {...place} job={job} opening={opening} onMore={() => close(projectId, stageId)} />
    );
  if (job.phase === "failed") return <Failed {...place} job={job} />;
  return <Progressing {...place} job={job} />;
}

/** What the stage takes, by its labels: pictures while there are none; undefined until that is known. */
function useTakes(projectId: number, stageId: number): Takes | undefined {
  const client = useQueryClient();
  const stage = useQuery({
    ...stagesQuery(projectId),
    select: (rows) => rows.find((one) => one.id === stageId),
  }).data;
  return useQuery({
    queryKey: ["project", projectId, "stage", stageId, "takes", stage?.schema_version],
    queryFn:
      stage === undefined
        ? skipToken
        : async () => (await client.ensureQueryData(schemaQuery(stage)))?.modality ?? "unsettled",
  }).data;
}
