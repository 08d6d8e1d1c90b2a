import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { NumberField, Select } from "~/ui/field";
import { consortiumQuery, type Member } from "./queries";

type Kind = "none" | "share" | "pieces";
type Line = { stage_id: number; stage: string; kind: Kind; n: number };

/** How much of each stage is a member's: a percentage of its work, or a number of pieces. */
export function Shares({
  member,
  projectId,
  onClose,
}: {
  member: Member;
  projectId: number;
  onClose: () => void;
}) {
  const { t } = useTranslation(["consortia", "common"]);
  const client = useQueryClient();
  const [lines, setLines] = useState<Line[]>(() =>
    member.stages.map((one) => ({
      stage_id: one.stage_id,
      stage: one.stage,
      kind: one.share !== null ? "share" : one.pieces !== null ? "pieces" : "none",
      n: Number(one.share ?? one.pieces ?? 10),
    })),
  );
  const put = (id: number, change: Partial<Line>) =>
    setLines((old) => old.map((one) => (one.stage_id === id ? { ...one, ...change } : one)));
  const save = useMutation({
    mutationFn: () =>
      must(
        api.PUT("/api/v1/projects/{project_id}/consortium/{member_id}/shares", {
          params: { path: { project_id: projectId, member_id: member.id } },
          body: {
            shares: lines
              .filter((one) => one.kind !== "none")
              .map((one) => ({ stage_id: one.stage_id, [one.kind]: one.n })),
          },
        }),
      ),
    onSuccess: (found) => {
      client.setQueryData(consortiumQuery(projectId).queryKey, found);
      onClose();
    },
  });
  const kinds = (["none", "share", "pieces"] as const).map((id) => ({
    id,
    name: t(`consortia:kind.${id}`),
  }));
  return (
    <Dialog title={t("consortia:set_shares")} open onClose={onClose}>
      <form
        className="col g16"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {lines.map((one) => (
          <fieldset key={one.stage_id} className="col g8">
            <legend className="label strong">{one.stage}</legend>
            <Select
              aria-label={t("consortia:kind_of", { stage: one.stage })}
              label=""
              value={one.kind}
              onChange={(key) => put(one.stage_id, { kind: key as Kind })}
              options={kinds}
            />
            {one.kind !== "none" && (
              <NumberField
                label={t(`consortia:kind.${one.kind}`)}
                value={one.n}
                onChange={(n) => put(one.stage_id, { n })}
                minValue={1}
                {...(one.kind === "share" ? { maxValue: 100 } : {})}
              />
            )}
          </fieldset>
        ))}
        <Fault error={save.error} />
        <Button type="submit" look="primary" full busy={save.isPending}>
          {t("common:save")}
        </Button>
      </form>
    </Dialog>
  );
}
