import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { RadioGroup, TextField } from "~/ui/field";
import { toast } from "~/ui/toast";

/** The arbiter's decision with its grounds, which the author reads. */
export function Decide({ appeal }: { appeal: Schema<"AppealOut"> }) {
  const { t } = useTranslation("admin");
  const { number, full } = useFormat();
  const client = useQueryClient();
  const go = useNavigate();
  const [won, setWon] = useState<"won" | "lost" | null>(null);
  const [reply, setReply] = useState("");
  const [asks, setAsks] = useState(false);
  const [missing, setMissing] = useState(false);
  const decide = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/appeals/{assignment_id}/decision", {
          params: { path: { project_id: appeal.project_id, assignment_id: appeal.id } },
          body: { won: won === "won", reply: reply.trim() },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["admin", "appeals"] });
      void client.invalidateQueries({ queryKey: ["admin", "appeal"] });
      toast(t("appeals.decided"));
    },
  });
  const empty = reply.trim() === "";
  return (
    <form
      className="col g16"
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(won === null || empty);
        if (won !== null && !empty) setAsks(true);
      }}
    >
      <RadioGroup
        label={t("appeals.decision")}
        value={won}
        onChange={(id) => setWon(id as "won" | "lost")}
        error={missing && won === null ? t("appeals.choose") : undefined}
        options={[
          {
            id: "won",
            name: t("appeals.say_won"),
            detail: t("appeals.won_hint", { n: number(appeal.price) }),
          },
          { id: "lost", name: t("appeals.say_lost"), detail: t("appeals.lost_hint") },
        ]}
      />
      <TextField
        label={t("appeals.reply")}
        hint={t("appeals.reply_hint", { name: appeal.author })}
        error={missing && empty ? t("appeals.reply_missing") : undefined}
        value={reply}
        onChange={setReply}
        rows={6}
        maxLength={5000}
      />
      {appeal.due_at !== null && (
        <p className="hint">{t("appeals.due_hint", { at: full(appeal.due_at) })}</p>
      )}
      <Button type="submit" look="primary" main full>
        {t("appeals.decide")}
      </Button>
      <Confirm
        title={t(won === "won" ? "appeals.sure_won" : "appeals.sure_lost")}
        word={t("appeals.decide")}
        open={asks}
        onClose={() => {
          setAsks(false);
          if (decide.isSuccess) void go({ to: "/admin/appeals" });
        }}
        act={() => decide.mutateAsync()}
      >
        <p className="t2">{t("appeals.sure_says")}</p>
      </Confirm>
    </form>
  );
}
