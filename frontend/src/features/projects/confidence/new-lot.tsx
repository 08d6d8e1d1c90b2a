import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Confirm } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { Money } from "~/ui/money";
import { stay } from "../data/stay";
import { LIMITS, type Limit } from "../design/trusting/model";
import type { Stage } from "../frame/queries";
import { lotPlanQuery, lotsKey } from "./queries";

type Bar = Exclude<Limit, "none">;
const BARS = LIMITS.filter((id): id is Bar => id !== "none");

/** Makes a lot of all that a stage has accepted and that is in none. */
export function NewLot({ stage, onClose }: { stage: Stage; onClose: () => void }) {
  const { t } = useTranslation("confidence");
  const client = useQueryClient();
  const go = useNavigate();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const [name, setName] = useState("");
  const [limit, setLimit] = useState<Bar>(stage.quality?.limit ?? "2.5");
  const [tried, setTried] = useState(false);
  const missing = name.trim() === "";
  const make = async () => {
    setTried(true);
    if (missing) return stay();
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
    <Confirm title={t("lot.make")} open onClose={onClose} act={make} word={t("lot.make")}>
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
        options={BARS.map((id) => ({ id, name: t("limit.of", { n: id }) }))}
        value={limit}
        onChange={(next) => setLimit(next as Bar)}
      />
      <Plan path={path} limit={limit} />
    </Confirm>
  );
}

/** How many it takes, how many of them are looked at, and the money that is set aside. */
function Plan({ path, limit }: { path: { project_id: number; stage_id: number }; limit: Bar }) {
  const { t } = useTranslation("confidence");
  const { number } = useFormat();
  const asked = useQuery({ ...lotPlanQuery(path, limit), placeholderData: keepPreviousData });
  if (asked.data === undefined)
    return asked.error === null ? <Skeleton lines={2} /> : <Fault error={asked.error} />;
  const { size, sample, accept, cost, budget } = asked.data;
  if (size === 0) return <p className="t2">{t("lot.nothing")}</p>;
  return (
    <div className="col g8" aria-live="polite">
      <p className="strong">{t("lot.takes", { n: number(size) })}</p>
      <p>{t("lot.plan", { sample: number(sample), accept: number(accept) })}</p>
      <p>
        {t("lot.sets")} <Money won={cost} />
      </p>
      {cost > budget && <p className="err">{t("lot.short")}</p>}
    </div>
  );
}
