import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Finding } from "../words";

/** The places in line that this page gives; lower comes first. */
export const AHEAD = -10;
export const BEHIND = 10;

/** No filter at all by what was said of items. */
export const NOTHING: Record<keyof Finding, undefined> = {
  label: undefined,
  person: undefined,
  verdict: undefined,
  reason: undefined,
  day: undefined,
  meta_key: undefined,
  meta_value: undefined,
  asked: undefined,
  priority: undefined,
};

/** Just that part of what the address says. */
export const pickFound = (
  search: Finding,
): Record<keyof Finding, Finding[keyof Finding]> & Finding => ({
  label: search.label,
  person: search.person,
  verdict: search.verdict,
  reason: search.reason,
  day: search.day,
  meta_key: search.meta_key,
  meta_value: search.meta_value,
  asked: search.asked,
  priority: search.priority,
});

/** How many filters by what was said of items are on. */
export const countOf = (found: Finding): number =>
  [
    found.label,
    found.person,
    found.verdict,
    found.reason,
    found.day,
    found.meta_value,
    found.asked,
    found.priority,
  ].filter((one) => one !== undefined).length;

/** Each filter that is on, to be taken off by itself. */
export function Tokens({
  found,
  onDrop,
}: {
  found: Finding;
  onDrop: (some: Partial<Finding>) => void;
}) {
  const { t } = useTranslation("desk");
  const { number } = useFormat();
  const words: [keyof Finding, string, string][] = [];
  const add = (key: keyof Finding, name: string, value: string | undefined) =>
    value !== undefined && words.push([key, name, value]);
  add("label", t("label"), found.label);
  add("person", t("person"), found.person);
  add("verdict", t("verdict"), found.verdict && t(`verdicts.${found.verdict}`));
  add("reason", t("reason"), found.reason);
  add("day", t("day"), found.day);
  add("meta_value", found.meta_key ?? "", found.meta_value);
  if (found.asked) words.push(["asked", t("asked"), ""]);
  if (found.priority !== undefined)
    add(
      "priority",
      t("priority"),
      found.priority === AHEAD
        ? t("priorities.first")
        : found.priority === BEHIND
          ? t("priorities.last")
          : number(found.priority),
    );
  return words.map(([key, name, value]) => (
    <span key={key} className="tok">
      <span className="t3">{name}</span>
      <span className="clip">{value}</span>
      <Button
        look="ghost"
        square
        aria-label={t("drop", { what: name })}
        onPress={() =>
          onDrop(
            key === "meta_value"
              ? { meta_key: undefined, meta_value: undefined }
              : { [key]: undefined },
          )
        }
      >
        <Icon of={X} size={14} />
      </Button>
    </span>
  ));
}
