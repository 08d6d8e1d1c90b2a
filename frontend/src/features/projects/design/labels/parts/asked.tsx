import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { type AttributeDraft, type ClassDraft, titleOf, type When, written } from "../model";
import { Picks } from "./picks";

const waitable = (one: AttributeDraft): boolean =>
  written(one) && (one.kind === "choice" || one.kind === "many" || one.kind === "flag");

/** When an attribute is asked: of which classes, and after which answer to an earlier one. */
export function Asked({
  attribute,
  earlier,
  classes,
  onChange,
}: {
  attribute: AttributeDraft;
  earlier: readonly AttributeDraft[];
  classes: readonly ClassDraft[];
  onChange: (part: Partial<AttributeDraft>) => void;
}) {
  const { t, i18n } = useTranslation("projects");
  const [open, setOpen] = useState(false);
  const known = classes.filter(written);
  const before = earlier.filter(waitable);
  const name = (row: { ko: string; en: string; id: string }) =>
    titleOf(row, i18n.language) || row.id;
  const waits = earlier.find((one) => one.key === attribute.when?.attribute);
  const values =
    waits === undefined
      ? []
      : waits.kind === "flag"
        ? [
            { id: "true", name: t("labels.value.yes") },
            { id: "false", name: t("labels.value.no") },
          ]
        : waits.options.filter(written).map((row) => ({ id: row.key, name: name(row) }));
  const wait = (key: string): When | null => (key === "always" ? null : { attribute: key, in: [] });
  if (known.length < 2 && before.length === 0) return null;
  const some = attribute.classes !== null || attribute.when !== null;
  return (
    <>
      <Button
        look="ghost"
        aria-expanded={open}
        className="attribute-when"
        onPress={() => setOpen(!open)}
      >
        <Icon of={open ? ChevronDown : ChevronRight} size={16} />
        {t(some ? "labels.asked_some" : "labels.asked_all")}
      </Button>
      {open && known.length > 1 && (
        <Picks
          label={t("labels.asked_of")}
          hint={t("labels.asked_of_hint")}
          options={known.map((one) => ({ id: one.key, name: name(one) }))}
          value={attribute.classes ?? []}
          onChange={(keys) => onChange({ classes: keys.length > 0 ? keys : null })}
        />
      )}
      {open && before.length > 0 && (
        <div className="short-field">
          <Select
            label={t("labels.asked_when")}
            options={[
              { id: "always", name: t("labels.asked_always") },
              ...before.map((one) => ({
                id: one.key,
                name: t("labels.asked_after", { name: name(one) }),
              })),
            ]}
            value={waits?.key ?? "always"}
            onChange={(key) => onChange({ when: wait(String(key)) })}
          />
        </div>
      )}
      {open && waits !== undefined && (
        <Picks
          label={t("labels.asked_values", { name: name(waits) })}
          options={values}
          value={attribute.when?.in ?? []}
          onChange={(keys) => onChange({ when: { attribute: waits.key, in: keys } })}
        />
      )}
    </>
  );
}
