import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Ban, CirclePause, CirclePlay } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PlaceMark } from "~/ui/state";
import { toast } from "~/ui/toast";
import type { Stage } from "../../frame/queries";

/** Where one stage's money is. */
const useMoney = (stage: Stage) =>
  useQuery({
    queryKey: ["project", stage.project_id, "budget", stage.id],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/budget", {
          params: { path: { project_id: stage.project_id }, query: { stage_id: stage.id } },
        }),
      ),
  });

/** One stage: whether it hands out work, its money, and pause, resume, cancel. */
export function StageRow({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["projects", "common"]);
  const { number } = useFormat();
  const client = useQueryClient();
  const money = useMoney(stage).data;
  const [asked, setAsked] = useState<"pause" | "cancel" | null>(null);
  const [why, setWhy] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const again = () => client.invalidateQueries({ queryKey: ["project", stage.project_id] });

  const open = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      await must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/open", { params: { path } }),
      );
      toast(t("stages.opened"));
      await again();
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  const end = async () => {
    const request = { params: { path }, body: { why } };
    await (asked === "pause"
      ? must(api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/pause", request))
      : must(api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/cancel", request)));
    toast(t(asked === "pause" ? "stages.paused" : "stages.cancelled"));
    setWhy("");
    await again();
  };
  const live = stage.state !== "cancelled";
  return (
    <li className="stage-row">
      <div className="grow">
        <p className="row">
          <b>{stage.name}</b>
          <PlaceMark state={stage.state} />
        </p>
        <p className="label t3 dot-sep">
          <span>{t(`stages.kind.${stage.kind}`)}</span>
          {money !== undefined && (
            <>
              <span>{t("stages.reserved", { won: number(money.reserved) })}</span>
              <span>{t("stages.earned", { won: number(money.earned) })}</span>
            </>
          )}
        </p>
        <Fault error={fault} />
      </div>
      {live && stage.state !== "open" && (
        <Button look="line" busy={busy} onPress={open}>
          <Icon of={CirclePlay} />
          {t(stage.state === "paused" ? "stages.resume" : "stages.open")}
        </Button>
      )}
      {stage.state === "open" && (
        <Button look="line" onPress={() => setAsked("pause")}>
          <Icon of={CirclePause} />
          {t("standing.pause")}
        </Button>
      )}
      {live && (
        <Button look="danger" onPress={() => setAsked("cancel")}>
          <Icon of={Ban} />
          {t("stages.cancel")}
        </Button>
      )}
      <Confirm
        title={t(asked === "cancel" ? "stages.cancel_title" : "stages.pause_title", {
          name: stage.name,
        })}
        open={asked !== null}
        onClose={() => setAsked(null)}
        act={end}
        word={t(asked === "cancel" ? "stages.cancel" : "standing.pause")}
        danger={asked === "cancel"}
      >
        {asked === "pause" ? (
          <p>{t("stages.pause_means")}</p>
        ) : (
          <ul className="col g8 means">
            <li>{t("stages.cancel_claims")}</li>
            <li>{t("stages.cancel_held")}</li>
            <li>{t("stages.cancel_money", { won: number(money?.reserved ?? 0) })}</li>
            <li>{t("stages.cancel_kept", { won: number(money?.earned ?? 0) })}</li>
            <li className="strong">{t("stages.cancel_final")}</li>
          </ul>
        )}
        <TextField
          label={t("standing.why")}
          hint={t("standing.why_hint")}
          value={why}
          onChange={setWhy}
          maxLength={2000}
          rows={2}
        />
      </Confirm>
    </li>
  );
}
