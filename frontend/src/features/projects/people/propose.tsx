import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Confirm } from "~/ui/dialog";
import { Checkbox, TextField } from "~/ui/field";
import { rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";
import { toast } from "~/ui/toast";

type Props = { projectId: number; personId: number; name: string; onClose: () => void };

/** Proposes somebody's suspension: why, and by what work of his. Nothing follows before an arbiter
 * has heard both. */
export function Propose({ projectId, personId, name, onClose }: Props) {
  const { t } = useTranslation("fair");
  const client = useQueryClient();
  const [why, setWhy] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [tried, setTried] = useState(false);
  const empty = why.trim() === "";
  const choose = (id: number, taken: boolean) => {
    const next = new Set(chosen);
    if (taken) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const send = async () => {
    setTried(true);
    if (empty || chosen.size === 0) return Promise.reject(undefined); // said at the fields
    await must(
      api.POST("/api/v1/projects/{project_id}/suspensions", {
        params: { path: { project_id: projectId } },
        body: { person_id: personId, why: why.trim(), evidence: [...chosen].slice(0, 50) },
      }),
    );
    toast(t("propose.sent"));
    await client.invalidateQueries({ queryKey: ["project", projectId, "suspensions"] });
  };
  return (
    <Confirm
      title={t("propose.title", { name })}
      open
      onClose={onClose}
      act={send}
      word={t("propose.send")}
    >
      <p className="t2">{t("propose.hint")}</p>
      <TextField
        label={t("propose.why")}
        hint={t("propose.why_hint")}
        rows={3}
        maxLength={4000}
        value={why}
        onChange={setWhy}
        error={tried && empty ? t("propose.why_need") : undefined}
      />
      <Pieces projectId={projectId} personId={personId} chosen={chosen} onChoose={choose} />
      {tried && chosen.size === 0 && (
        <p className="err" role="alert">
          {t("propose.evidence_need")}
        </p>
      )}
    </Confirm>
  );
}

function Pieces({
  projectId,
  personId,
  chosen,
  onChoose,
}: {
  projectId: number;
  personId: number;
  chosen: ReadonlySet<number>;
  onChoose: (id: number, taken: boolean) => void;
}) {
  const { t, i18n } = useTranslation(["fair", "common"]);
  const list = usePaged<Schema<"HandedInOut">>(
    ["project", projectId, "pieces", personId],
    (after) =>
      must(
        api.GET("/api/v1/projects/{project_id}/members/{person_id}/pieces", {
          params: {
            path: { project_id: projectId, person_id: personId },
            query: { after, limit: 20 },
          },
        }),
      ),
  );
  return (
    <fieldset className="col g4">
      <legend className="strong">{t("propose.evidence")}</legend>
      <ListFrame list={list} lines={3} none={<p className="t3">{t("propose.none")}</p>}>
        {rowsOf(list).map((row) => (
          <Checkbox
            key={row.id}
            isSelected={chosen.has(row.id)}
            onChange={(taken) => onChoose(row.id, taken)}
          >
            {row.item}
            <small className="hint block">
              {[
                row.stage,
                t(`common:level.${row.level as 0 | 1 | 2}`),
                (i18n.language === "en" ? row.reason_en : row.reason_ko) ?? row.reason,
              ]
                .filter((word) => word !== null)
                .join(" · ")}
            </small>
          </Checkbox>
        ))}
      </ListFrame>
    </fieldset>
  );
}
