import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Confirm } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { fieldsOf, fits, type Kind, kept } from "./values";

/** Adds what holds of a kind from a day on; it begins with what holds today. */
export function AddRule({
  kind,
  last,
  onClose,
}: {
  kind: Kind;
  last: Schema<"MoneyRuleOut"> | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation("money");
  const client = useQueryClient();
  const fields = fieldsOf(kind);
  const [day, setDay] = useState("");
  const [source, setSource] = useState("");
  const [values, setValues] = useState<Record<string, string>>(
    Object.fromEntries(fields.map(([field]) => [field, String(last?.value[field] ?? "")])),
  );
  const [tried, setTried] = useState(false);
  const wrong = fields.some(([field, shape]) => !fits(shape, values[field] ?? ""));
  const incomplete = day === "" || source.trim().length < 3 || wrong;
  const act = async () => {
    setTried(true);
    // What is wrong stands at its field, and needs no further word.
    if (incomplete) return Promise.reject(undefined);
    await must(
      api.POST("/api/v1/money/rules", {
        body: {
          kind,
          valid_from: day,
          source: source.trim(),
          value: Object.fromEntries(
            fields.map(([field, shape]) => [field, kept(shape, values[field] ?? "")]),
          ),
        },
      }),
    );
    await client.invalidateQueries({ queryKey: ["money", "rules"] });
    toast(t("rates.added"));
  };
  return (
    <Confirm title={t("rates.add_title")} open onClose={onClose} act={act} word={t("rates.add")}>
      <p className="label t2">{t(`rates.kinds.${kind}`)}</p>
      <TextField
        label={t("rates.valid_from")}
        type="date"
        value={day}
        onChange={setDay}
        error={tried && day === "" ? t("rates.day_missing") : undefined}
      />
      {fields.map(([field, shape]) => (
        <TextField
          key={field}
          label={t(`rates.fields.${field}`)}
          hint={shape === "share" ? t("rates.share_hint") : undefined}
          inputMode={shape === "share" || shape === "decimal" ? "decimal" : "numeric"}
          value={values[field] ?? ""}
          onChange={(text) => setValues({ ...values, [field]: text.trim() })}
          error={
            tried && !fits(shape, values[field] ?? "")
              ? t(shape === "share" ? "rates.share_wrong" : "rates.number_wrong")
              : undefined
          }
        />
      ))}
      <TextField
        label={t("rates.source")}
        hint={t("rates.source_hint")}
        value={source}
        onChange={setSource}
        error={tried && source.trim().length < 3 ? t("rates.source_missing") : undefined}
      />
    </Confirm>
  );
}
