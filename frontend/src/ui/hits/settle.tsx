import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Confirm } from "~/ui/dialog";
import { RadioGroup, TextField } from "~/ui/field";
import type { Hit } from "./hit";

/** Keeps or lifts it, and says why. What was kept can only be lifted. */
export function SettleHit({ hit, onClose }: { hit: Hit; onClose: () => void }) {
  const { t } = useTranslation("confidence");
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<"kept" | "lifted">("lifted");
  const [answer, setAnswer] = useState("");
  const [tried, setTried] = useState(false);
  const missing = answer.trim() === "";
  const settle = async () => {
    setTried(true);
    if (missing) return Promise.reject(undefined); // what is wrong stands at its field
    await must(
      api.POST("/api/v1/projects/{project_id}/hits/{hit_id}/settle", {
        params: { path: { project_id: hit.project_id, hit_id: hit.id } },
        body: { outcome, answer: answer.trim() },
      }),
    );
    await Promise.all(
      [
        ["project", hit.project_id, "hits"],
        ["project", hit.project_id, "trust"],
        ["admin", "hits"],
      ].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  };
  const open = hit.outcome === null ? (["kept", "lifted"] as const) : (["lifted"] as const);
  return (
    <Confirm title={t("hit.settle")} open onClose={onClose} act={settle} word={t("hit.settle")}>
      <RadioGroup
        label={t("hit.outcome")}
        options={open.map((id) => ({ id, name: t(`hit.${id}`), detail: t(`hit.${id}_detail`) }))}
        value={outcome}
        onChange={(id) => setOutcome(id as "kept" | "lifted")}
      />
      <TextField
        label={t("hit.answer")}
        hint={t("hit.answer_hint")}
        rows={3}
        maxLength={4000}
        value={answer}
        onChange={setAnswer}
        error={tried && missing ? t("hit.answer_fault") : undefined}
      />
    </Confirm>
  );
}
