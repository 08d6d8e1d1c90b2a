import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { stay } from "../../stay";
import { reopen } from "./queries";

/** Asks why an item that was accepted is worked on once more. */
export function ReopenDialog({
  projectId,
  itemId,
  open,
  onClose,
}: {
  projectId: number;
  itemId: number;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation("pipeline");
  const client = useQueryClient();
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const act = async () => {
    if (why.trim() === "") {
      setMissing(true);
      return stay();
    }
    await reopen(projectId, itemId, why.trim());
    await client.invalidateQueries({ queryKey: ["project", projectId] });
    setWhy("");
    toast(t("way.reopened"));
  };
  return (
    <Confirm
      title={t("way.reopen_title")}
      open={open}
      onClose={onClose}
      act={act}
      word={t("way.reopen")}
    >
      <p className="t2">{t("way.reopen_means")}</p>
      <TextField
        label={t("way.reopen_why")}
        error={missing ? t("way.reopen_missing") : undefined}
        value={why}
        onChange={(next) => {
          setWhy(next);
          setMissing(false);
        }}
        rows={3}
        maxLength={1000}
      />
    </Confirm>
  );
}
