import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Checkbox, Select, TextField } from "~/ui/field";
import {
  type Cast,
  fieldOf,
  keyOf,
  linesOf,
  type Row,
  readValue,
  tidy,
  typed,
  wordsOf,
} from "./model";
import { familiesQuery } from "./queries";

const FIXED = "fixed";
const AS = ["as_is", "text", "integer", "number", "boolean"] as const;
const NEW: Row = { to: "", from: "item.name" };
type Props = {
  /** Undefined for a new one. */
  row: Row | undefined;
  taken: readonly string[];
  onKeep: (next: Row | null) => void;
  onClose: () => void;
};

/** One row: where it is written, what, and what stands there where nothing is known. */
export function RowDialog({ row, taken, onKeep, onClose }: Props) {
  const { t } = useTranslation(["templates", "common"]);
  const fields = useQuery(familiesQuery).data?.fields ?? [];
  const [draft, setDraft] = useState<Row>(row ?? NEW);
  const [value, setValue] = useState(typed(row?.value));
  const [missing, setMissing] = useState(typed(row?.default));
  const [words, setWords] = useState(linesOf(row?.words));
  const [tried, setTried] = useState(false);
  const names = fields.map((one) => one.name);
  const { name, own } =
    draft.from === undefined ? { name: FIXED, own: "" } : fieldOf(draft.from, names);
  const open = name.endsWith(".*");
  const wrong =
    draft.to.trim() === ""
      ? t("rows.to_missing")
      : taken.includes(draft.to.trim())
        ? t("fault.twice", { path: draft.to.trim() })
        : undefined;
  const ownless = open && own.trim() === "";
  const choose = (next: string) => {
    if (next === FIXED) {
      const { from: _, ...rest } = draft;
      setDraft(rest);
    } else setDraft({ ...draft, from: next.endsWith(".*") ? next.slice(0, -1) : next });
  };
  const keep = () => {
    setTried(true);
    if (wrong !== undefined || ownless) return;
    onKeep(
      tidy({
        ...draft,
        value: readValue(value),
        words: wordsOf(words),
        default: missing === "" && row?.default !== "" ? null : readValue(missing),
      }),
    );
  };
  return (
    <Dialog
      title={row === undefined ? t("rows.add") : t("rows.change")}
      open
      onClose={onClose}
      sheet
    >
      <TextField
        label={t("rows.to")}
        hint={t("rows.to_hint")}
        value={draft.to}
        maxLength={500}
        onChange={(to) => setDraft({ ...draft, to })}
        autoFocus
        error={tried ? wrong : undefined}
      />
      <Select
        label={t("rows.from")}
        value={name}
        onChange={(next) => choose(String(next))}
        options={[
          { id: FIXED, name: t("rows.fixed") },
          ...fields.map((one) => ({
            id: one.name,
            name: t(`field.${keyOf(one.name)}` as "field.item_name"),
            detail: one.name,
          })),
        ]}
      />
      {open && (
        <TextField
          label={t("rows.own")}
          hint={t("rows.own_hint")}
          value={own}
          onChange={(next) => setDraft({ ...draft, from: name.slice(0, -1) + next })}
          error={tried && ownless ? t("rows.own_missing") : undefined}
        />
      )}
      {name === FIXED ? (
        <TextField
          label={t("rows.value")}
          hint={t("rows.value_hint")}
          value={value}
          onChange={setValue}
        />
      ) : (
        <>
          <Select
            label={t("rows.as")}
            value={draft.as ?? "as_is"}
            onChange={(next) =>
              setDraft({ ...draft, as: next === "as_is" ? undefined : (next as Cast) })
            }
            options={AS.map((id) => ({ id, name: t(`rows.as_${id}`) }))}
          />
          <TextField
            label={t("rows.words")}
            hint={t("rows.words_hint")}
            rows={3}
            value={words}
            onChange={setWords}
          />
          <Checkbox
            isSelected={draft.optional === true}
            onChange={(optional) => setDraft({ ...draft, optional })}
          >
            {t("rows.optional")}
          </Checkbox>
          {draft.optional !== true && (
            <TextField
              label={t("rows.default")}
              hint={t("rows.default_hint")}
              value={missing}
              onChange={setMissing}
            />
          )}
        </>
      )}
      <footer className="row g8">
        {row !== undefined && (
          <Button look="ghost" onPress={() => onKeep(null)}>
            {t("rows.remove")}
          </Button>
        )}
        <span className="grow" />
        <Button look="primary" onPress={keep}>
          {t("rows.keep")}
        </Button>
      </footer>
    </Dialog>
  );
}
