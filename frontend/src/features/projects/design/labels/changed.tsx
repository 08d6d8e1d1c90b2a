import { Check, Minus, PencilLine, Plus, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/annotate/core/doc";
import { Icon } from "~/ui/icons";
import { usePromptRole } from "../../data/prompts/role";
import { type Change, changesOf } from "./changes";

const HOW = {
  added: [Plus, "c-ok"],
  removed: [Minus, "c-bad"],
  changed: [PencilLine, "c-warn"],
} as const;

/** What changes from one label schema to another, and whether old answers still fit. */
export function Changed({ before, after }: { before: Schema | null; after: Schema }) {
  const { t, i18n } = useTranslation("projects");
  const role = usePromptRole();
  const asksPrompts = after.modality === "prompt";
  const changes = changesOf(before, after, i18n.language);
  const value = (text = "", setting = "") => {
    if (text.startsWith("[")) return t(`labels.value.${text.slice(1, -1)}` as "labels.value.none");
    return asksPrompts && setting === "roles" ? text.split(", ").map(role).join(", ") : text;
  };
  const said = (change: Change): string => {
    const { label, what } = change;
    const [of, setting = of] = change.name.split("\n");
    const words = {
      name: change.name,
      label,
      from: value(change.from, setting),
      to: value(change.to, setting),
    };
    if (change.how !== "changed" || what === "name")
      return [label, t(`labels.change.${what}` as "labels.change.label", words)]
        .filter(Boolean)
        .join(" · ");
    return [
      label,
      setting === of ? "" : of,
      `${t(`labels.setting.${setting}` as "labels.setting.min")}: ${words.from} → ${words.to}`,
    ]
      .filter(Boolean)
      .join(" · ");
  };
  if (changes.length === 0) return <p className="hint">{t("labels.change.none")}</p>;
  return (
    <ul className="label col g8 changes">
      {changes.map((change) => {
        const [icon, tone] = HOW[change.how];
        return (
          <li
            key={`${change.how}${change.what}${change.label}${change.name}`}
            className="change-row"
          >
            <Icon of={icon} size={14} className={tone} />
            <span className="grow">
              <span className="sr-only">{t(`labels.change.${change.how}`)}</span> {said(change)}
            </span>
            {before !== null && (
              <span className={change.fits ? "nowrap t3" : "nowrap c-warn"}>
                <Icon of={change.fits ? Check : TriangleAlert} size={14} />{" "}
                {t(change.fits ? "labels.change.fits" : "labels.change.breaks")}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
