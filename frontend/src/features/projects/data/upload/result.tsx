import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/api/problem";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Fault, Note } from "~/ui/fault";
import { Checkbox } from "~/ui/field";
import { Counts } from "../batches/counts";
import { Opening } from "../batches/opening";
import { Preview } from "../batches/preview";
import { Refusals } from "../batches/refusals";
import { WhyFailed } from "../batches/why-failed";
import { again, check, giveUp, type ImportFormat, type Job, take } from "./job";

type Props = { projectId: number; stageId: number; job: Job };

/** What the dry run found: what would come in, and what would not. */
export function Checked({ projectId, stageId, job }: Props) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const { batch } = job;
  const [skip, setSkip] = useState(job.skip);
  if (batch === null) return null;
  const none = batch.taken === 0;
  return (
    <div className="col g16">
      <div>
        <p className="title" role="status">
          {none ? t("upload.checked_none") : t("upload.checked", { n: number(batch.taken) })}
        </p>
        <p className="label t3">
          {t("upload.found_as", {
            name: job.name,
            format: t(`upload.formats.${batch.format as ImportFormat}`),
          })}
        </p>
      </div>
      <Counts batch={batch} />
      {batch.refused > 0 && (
        <Checkbox isSelected={skip} onChange={setSkip}>
          {t("upload.skip")}
        </Checkbox>
      )}
      <div className="row wrap">
        {none ? (
          <Button look="primary" onPress={() => check(projectId, stageId, "auto")}>
            {t("upload.check_again")}
          </Button>
        ) : (
          <Button look="primary" main onPress={() => take(projectId, stageId, skip)}>
            {t("upload.import", { n: number(batch.taken) })}
          </Button>
        )}
        <Button look="ghost" onPress={() => giveUp(projectId, stageId)}>
          {t("upload.give_up")}
        </Button>
      </div>
      <Preview projectId={projectId} batchId={batch.id} />
      <Refusals projectId={projectId} batch={batch} />
    </div>
  );
}

type ImportedProps = Props & { opening: boolean; onMore: () => void };

/** What came in, what did not, and the way to put it on offer. */
export function Imported({ projectId, stageId, job, opening, onMore }: ImportedProps) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const { batch } = job;
  if (batch === null) return null;
  const params = { projectId: String(projectId) };
  return (
    <div className="col g16">
      <Note icon={CircleCheck} tone="ok">
        <p className="strong" role="status">
          {t("upload.imported", { n: number(batch.taken) })}
        </p>
        <p className="label">{job.name}</p>
      </Note>
      {batch.refused + batch.skipped + batch.noted > 0 && <Counts batch={batch} />}
      {opening && batch.taken > 0 && (
        <Opening projectId={projectId} stageId={stageId} batchId={batch.id} />
      )}
      <div className="row wrap">
        {/* Where nothing is put on offer here, one is on the way to something else. */}
        {opening && (
          <LinkButton
            to="/projects/$projectId/data"
            params={params}
            search={{ batch_id: batch.id }}
            look="line"
          >
            {t("upload.see")}
          </LinkButton>
        )}
        <Button look="ghost" onPress={onMore}>
          {t("upload.more")}
        </Button>
      </div>
      <Refusals projectId={projectId} batch={batch} />
    </div>
  );
}

/** What went wrong, and what can be done. */
export function Failed({ projectId, stageId, job }: Props) {
  const { t } = useTranslation("data");
  const { bytes } = useFormat();
  const { batch, fault } = job;
  const word = job.failedAt === "sending" ? "upload.failed_sending" : "upload.failed_import";
  return (
    <div className="col g16">
      <p className="title">{t(word, { name: job.name })}</p>
      {fault !== undefined && <WhyNot fault={fault} />}
      {fault === undefined && batch !== null && <WhyFailed projectId={projectId} batch={batch} />}
      {job.failedAt === "sending" && job.sent > 0 && (
        <Note icon={CircleAlert}>{t("upload.safe", { size: bytes(job.sent) })}</Note>
      )}
      {batch !== null && <Refusals projectId={projectId} batch={batch} />}
      <div className="row wrap">
        <Button look="primary" onPress={() => again(projectId, stageId)}>
          {t("upload.again")}
        </Button>
        <Button look="ghost" onPress={() => giveUp(projectId, stageId)}>
          {t("upload.other")}
        </Button>
        {batch !== null && (
          <Link
            className="label t3"
            to="/projects/$projectId/data/batches/$batchId"
            params={{ projectId: String(projectId), batchId: String(batch.id) }}
          >
            {t("upload.record")}
          </Link>
        )}
      </div>
    </div>
  );
}

/** Why a file was refused as a whole, where there is a sentence for it; else the refusal. */
function WhyNot({ fault }: { fault: unknown }) {
  const { t, i18n } = useTranslation("data");
  const key = isProblem(fault) ? `upload.whole.${fault.more.reason ?? fault.code}` : "";
  if (key === "" || !i18n.exists(key, { ns: "data" })) return <Fault error={fault} />;
  return (
    <div role="alert">
      <Note icon={CircleAlert} tone="bad">
        {t(key as "upload.whole.not_a_zip")}
      </Note>
    </div>
  );
}
