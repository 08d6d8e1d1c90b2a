import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useMe } from "~/api/session";
import { Confirm } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { forget, nameOf } from "./judgements";
import type { Work } from "./use-piece";
import type { Desk } from "./use-table";

type Props = { work: Work; desk: Desk; what: "one" | "all" | null; onClose: () => void };

/** Gives this piece back, or all that are open, without a penalty. */
export function GiveBack({ work, desk, what, onClose }: Props) {
  const { t } = useTranslation("review");
  const me = useMe();
  const client = useQueryClient();
  const go = useNavigate();
  const [why, setWhy] = useState("");
  const open = desk.table.pieces.filter((piece) => piece.state === "open").map((piece) => piece.id);
  const ids = what === "all" ? open : [work.id];

  const act = async () => {
    for (const id of ids) {
      await must(
        api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/return", {
          params: { path: { project_id: work.project_id, assignment_id: id } },
          body: { why },
        }),
      );
      forget(nameOf(me.id, work.project_id, id));
      client.removeQueries({ queryKey: ["review", "work", work.project_id, id] });
      if (what === "one") desk.take({ do: "gone", id });
    }
    void client.invalidateQueries({ queryKey: ["work", "offers"] });
    toast(
      what === "all"
        ? t("gave_back_all", { n: ids.length })
        : t("gave_back", { item: work.item.name }),
    );
    if (what === "all") await go({ to: "/review" });
  };
  return (
    <Confirm
      title={what === "all" ? t("give_back_all_title", { n: ids.length }) : t("give_back_title")}
      open={what !== null}
      onClose={onClose}
      act={act}
      word={t("give_back")}
    >
      <p className="t2">{t("give_back_hint")}</p>
      <TextField label={t("give_back_why")} value={why} onChange={setWhy} maxLength={1000} />
    </Confirm>
  );
}
