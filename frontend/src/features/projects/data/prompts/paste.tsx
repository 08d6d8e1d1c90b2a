import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Select, TextField } from "~/ui/field";
import { type PromptRow, ROLES, type Role, rowsFrom } from "./model";

/** Many prompts at once: pasted from a table or a text. */
export function Paste({
  role: first,
  onPut,
  onClose,
}: {
  role: Role;
  onPut: (rows: PromptRow[]) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("collecting");
  const [text, setText] = useState("");
  const [role, setRole] = useState<Role>(first);
  const words = Object.fromEntries(ROLES.map((id) => [t(`prompts.roles.${id}`), id]));
  const rows = rowsFrom(text, role, words);
  return (
    <Dialog title={t("prompts.paste")} open onClose={onClose} wide>
      <Select
        label={t("prompts.paste_as")}
        options={ROLES.map((id) => ({ id, name: t(`prompts.roles.${id}`) }))}
        value={role}
        onChange={(next) => setRole(next as Role)}
      />
      <TextField
        label={t("prompts.text")}
        hint={t("prompts.paste_hint")}
        rows={10}
        value={text}
        onChange={setText}
        autoFocus
      />
      <Button
        look="primary"
        main
        full
        isDisabled={rows.length === 0}
        onPress={() => {
          onPut(rows);
          onClose();
        }}
      >
        {t("prompts.put_in")} ({rows.length})
      </Button>
    </Dialog>
  );
}
