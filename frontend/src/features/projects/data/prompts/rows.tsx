import { Trash2 } from "lucide-react";
import { Input, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { MOST, type PromptRow, ROLES, type Role, tooLong } from "./model";

/** The table of prompts: what to do, and the words. Enter goes on to another line. */
export function PromptRows({
  rows,
  onChange,
  onAdd,
}: {
  rows: readonly PromptRow[];
  onChange: (next: PromptRow[]) => void;
  onAdd: () => void;
}) {
  const { t } = useTranslation("collecting");
  const bad = tooLong(rows);
  const set = (at: number, part: Partial<PromptRow>) =>
    onChange(rows.map((row, n) => (n === at ? { ...row, ...part } : row)));
  return (
    <ol className="prompt-rows">
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
        <li key={at}>
          <div className="prompt-role">
            <Select
              label={t("prompts.role_n", { n: at + 1 })}
              options={ROLES.map((id) => ({
                id,
                name: t(`prompts.roles.${id}`),
                detail: t(`prompts.roles_hint.${id}`),
              }))}
              value={row.role}
              onChange={(role) => set(at, { role: role as Role })}
            />
          </div>
          <TextField
            aria-label={t("prompts.text_n", { n: at + 1 })}
            value={row.text}
            onChange={(text) => set(at, { text })}
            isInvalid={bad === at}
            maxLength={MOST}
            className="field grow"
          >
            <span className="in">
              <Input
                className="grow bare"
                placeholder={t(`prompts.eg.${row.role}`)}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
                  event.preventDefault();
                  onAdd();
                }}
              />
            </span>
          </TextField>
          <Button
            look="ghost"
            square
            aria-label={t("prompts.drop", { n: at + 1 })}
            isDisabled={rows.length === 1}
            onPress={() => onChange(rows.filter((_, n) => n !== at))}
          >
            <Icon of={Trash2} size={16} />
          </Button>
        </li>
      ))}
    </ol>
  );
}
