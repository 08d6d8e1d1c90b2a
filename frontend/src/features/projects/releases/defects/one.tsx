import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { useAbout } from "~/ui/defects/about";
import { DefectMark } from "~/ui/defects/mark";
import { Fault, Skeleton } from "~/ui/fault";
import { Progress } from "~/ui/page";
import { Segments } from "~/ui/segments";
import { Accept } from "./accept";
import { Decline, Join } from "./answer";
import { type Defect, defectQuery } from "./queries";

/** One finding: what is said, how far it is, and what may be decided about it. */
export function One({ projectId, defectId }: { projectId: number; defectId: number }) {
  const read = useQuery(defectQuery(projectId, defectId));
  return (
    <>
      <Fault error={read.error} retry={() => read.refetch()} />
      {read.isPending && <Skeleton lines={5} />}
      {read.data !== undefined && <Shown projectId={projectId} defect={read.data} />}
    </>
  );
}

function Shown({ projectId, defect }: { projectId: number; defect: Defect }) {
  const { t } = useTranslation("defects");
  const { full, number } = useFormat();
  const about = useAbout();
  const params = { projectId: String(projectId) };
  const spot = defect.pin as { x?: number; y?: number } | null;
  return (
    <article className="col g16">
      <div className="row between wrap g8">
        <DefectMark state={defect.state} />
        <span className="label t3">
          {t(defect.outside ? "desk.outside" : "desk.inside")} · {full(defect.reported_at)}
        </span>
      </div>
      <div>
        <p className="strong">{t(`kind.${defect.kind}`)}</p>
        <p className="label t3 break">{about(defect)}</p>
      </div>
      <p className="defect-words">{defect.body}</p>
      {spot?.x !== undefined && spot.y !== undefined && (
        <p className="label t2">{t("desk.pin", { x: number(spot.x), y: number(spot.y) })}</p>
      )}
      <p className="row wrap g16 label">
        {defect.item_id !== null && (
          <Link
            to="/projects/$projectId/data/$itemId"
            params={{ ...params, itemId: String(defect.item_id) }}
            className="link"
          >
            {t("desk.see_item")}
          </Link>
        )}
        <Link
          to="/projects/$projectId/releases/$releaseId"
          params={{ ...params, releaseId: String(defect.release_id) }}
          className="link"
        >
          {t("desk.to_release", { version: defect.version })}
        </Link>
      </p>
      {defect.duplicates > 0 && (
        <p className="label t2">{t("desk.duplicates", { n: number(defect.duplicates) })}</p>
      )}
      {defect.duplicate_of !== null && (
        <p className="label t2">{t("desk.of", { id: defect.duplicate_of })}</p>
      )}
      {defect.reason !== null && <p className="strong">{t(`reason.${defect.reason}`)}</p>}
      {defect.answer !== null && <p className="defect-words t2">{defect.answer}</p>}
      {defect.items > 0 && <Way defect={defect} />}
      {defect.state === "reported" && <Decide projectId={projectId} defect={defect} />}
    </article>
  );
}

/** How far what is done about it has come. */
function Way({ defect }: { defect: Defect }) {
  const { t } = useTranslation("defects");
  const { number } = useFormat();
  const { items: of, items_done: n } = defect;
  const says = t("desk.progress", { of: number(of), n: number(n) });
  return (
    <div className="col g8">
      <Progress done={n} total={of} label={says} />
      <p className="label t2">{says}</p>
      {defect.answered_version !== null ? (
        <p className="strong">{t("desk.answered_in", { version: defect.answered_version })}</p>
      ) : (
        <p className="label t3">{t("desk.patch_hint")}</p>
      )}
    </div>
  );
}

const WAYS = ["accept", "decline", "duplicate"] as const;

function Decide({ projectId, defect }: { projectId: number; defect: Defect }) {
  const { t } = useTranslation("defects");
  const [way, setWay] = useState<(typeof WAYS)[number]>("accept");
  return (
    <section className="col g16 hair">
      <h3 className="strong">{t("desk.decide")}</h3>
      <Segments
        label={t("desk.decide")}
        parts={WAYS.map((id) => ({ id, word: t(`desk.${id}`) }))}
        chosen={way}
        onChoose={setWay}
      />
      {way === "accept" && <Accept projectId={projectId} defect={defect} />}
      {way === "decline" && <Decline projectId={projectId} defect={defect} />}
      {way === "duplicate" && <Join projectId={projectId} defect={defect} />}
    </section>
  );
}
