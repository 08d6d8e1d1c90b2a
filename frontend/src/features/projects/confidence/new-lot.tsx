import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Confirm } from "~/ui/dialog";
import { Select, TextField } from "~/ui/field";
import { stay } from "../data/stay";
import { LIMITS, type Limit } from "../design/trusting/model";
import type { Stage } from "../frame/queries";
import { lotsKey } from "./queries";

type Props = { stage: Stage; open: boolean; onClose: () => void };

/** Makes a lot of all that a stage has accepted and that is in none. */
export function NewLot({ stage, open, onClose }: Props) {
  const { t } = useTranslation("confidence");
  const client = useQueryClient();
  const go = useNavigate();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const [name, setName] = useState("");
  const [limit, setLimit] = useState<Limit>(stage.quality?.limit ?? "2.5");
  const [tried, setTried] = useState(false);
  const missing = name.trim() === "";
  const make = async () => {
    setTried(true);
    if (missing || limit === "none") return stay();
    const made = await must(
      api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/lots", {
        params: { path },
        body: { name: name.trim(), limit },
      }),
    );
    await client.invalidateQueries({ queryKey: lotsKey(path) });
    await go({
      to: "/projects/$projectId/lots/$lotId",
      params: { projectId: String(stage.project_id), lotId: String(made.id) },
    });
  };
  return (
    <Confirm title={t("lot.make")} open={open} onClose={onClose} act={make} word={t("lot.make")}>
      <p className="t2">{t("lot.means")}</p>
      <TextField
        label={t("lot.called")}
        value={name}
        maxLength={200}
        onChange={setName}
        error={tried && missing ? t("lot.name_fault") : undefined}
      />
      <Select
        label={t("part.limit")}
        hint={t("does.limit")}
        options={LIMITS.filter((id) => id !== "none").map((id) => ({
          id,
          name: t("limit.of", { n: id }),
        }))}
        value={limit}
        onChange={(next) => setLimit(next as Limit)}
      />
    </Confirm>
  );
}
