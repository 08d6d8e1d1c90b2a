import { Pause, Play, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Icon } from "~/ui/icons";
import { Progress } from "~/ui/page";
import { giveUp, type Job, pause, resume, take } from "./job";

type Props = { projectId: number; stageId: number; job: Job };

/** What is going on: bytes on their way, then files being read. */
export function Progressing({ projectId, stageId, job }: Props) {
  const { t } = useTranslation("data");
  const { number, bytes, span, percent } = useFormat();
  const [asked, setAsked] = useState(false);
  const place = [projectId, stageId] as const;
  const { phase, parcels, batch } = job;
  const sends = phase === "sending" || phase === "paused";
  const done = sends ? job.sent : (batch?.done ?? batch?.taken ?? 0);
  const total = sends ? job.total : (batch?.total ?? null);
  const files = parcels.reduce((sum, parcel) => sum + parcel.files, 0);
  const counted = t("upload.counted", { n: number(files), size: bytes(job.total) });

  const told = () => {
    if (phase === "paused") return t("upload.paused_hint");
    if (!sends && total === null) return done > 0 ? number(done) : "";
    if (!sends) return `${number(done)} / ${number(total ?? 0)}`;
    const share = job.total > 0 ? percent(Math.floor((job.sent / job.total) * 100) / 100) : "";
    if (job.left === null) return share;
    return `${share} · ${t("upload.left", { span: span(Math.max(1, Math.round(job.left))) })}`;
  };
  return (
    <div className="col g16 going" aria-busy="true">
      <div className="row between top">
        <div className="grow">
          <p className="title" role="status">
            {t(`upload.phase.${phase as "sending"}`, { name: job.name })}
          </p>
          {parcels.length > 0 && <p className="label t3">{counted}</p>}
        </div>
        <div className="row">
          {phase === "sending" && (
            <Button look="line" onPress={() => pause(...place)}>
              <Icon of={Pause} size={16} />
              {t("upload.pause")}
            </Button>
          )}
          {phase === "paused" && (
            <Button look="primary" onPress={() => resume(...place)}>
              <Icon of={Play} size={16} />
              {t("upload.resume")}
            </Button>
          )}
          <Button look="ghost" onPress={() => setAsked(true)}>
            <Icon of={X} size={16} />
            {t("upload.give_up")}
          </Button>
        </div>
      </div>
      <Progress done={done} total={total} label={t("upload.progress")} />
      <p className="label t2 tick-num">{told()}</p>
      {phase === "checking" && (
        <p className="row wrap label t3">
          <span className="grow">{t("upload.checking_hint")}</span>
          <Button look="ghost" onPress={() => take(...place, job.skip)}>
            {t("upload.import_now")}
          </Button>
        </p>
      )}
      {sends && <p className="hint">{t("upload.leave_hint")}</p>}
      <Confirm
        title={t("upload.give_up_title")}
        open={asked}
        onClose={() => setAsked(false)}
        act={() => giveUp(...place)}
        word={t("upload.give_up")}
        danger
      >
        <p>{t(phase === "importing" ? "upload.give_up_import" : "upload.give_up_means")}</p>
      </Confirm>
    </div>
  );
}
