import { Minus, PencilLine, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/annotate/core/doc";
import { Icon } from "~/ui/icons";
import { type Change, changesOf } from "./changes";

const HOW = {
  added: [Plus, "c-ok"],
  removed: [Minus, "c-bad"],
  changed: [PencilLine, "c-warn"],
} as const;

/** What changes from one label schema to another. */
export function Changed({ before, after }: { before: Schema | null; after: Schema }) {
  const { t, i18n } = useTranslation("projects");
  const changes = changesOf(before, after, i18n.language);
  const said = (change: Change): string => {
    const words = { name: change.name, from: change.from ?? "", to: change.to ?? "" };
    if (change.how === "added")
      return t(`labels.change.${change.what === "class" ? "class" : "label"}`, words);
    if (change.how === "removed")
      return t(`labels.change.${change.what === "class" ? "class" : "label"}`, words);
    if (change.what === "class" || change.what === "label")
      return change.from === change.to
        ? t("labels.change.reworded", words)
        : t("labels.change.renamed", words);
    if (change.what === "many" || change.what === "required")
      return t(`labels.change.${change.what}_${change.to === "true" ? "on" : "off"}`, words);
    return t(`labels.change.${change.what}`, {
      name: change.name,
      from: change.from || t("labels.no_limit"),
      to: change.to || t("labels.no_limit"),
    });
  };
  if (changes.length === 0) return <p className="hint">{t("labels.change.none")}</p>;
  return (
    <ul className="label col g6">
      {changes.map((change) => {
        const [icon, tone] = HOW[change.how];
        return (
          <li key={`${change.how}${change.what}${change.name}`} className="row g8">
            <Icon of={icon} size={14} className={tone} />
            <span className="sr-only">{t(`labels.change.${change.how}`)}</span>
            {said(change)}
          </li>
        );
      })}
    </ul>
  );
}
