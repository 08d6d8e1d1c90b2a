import { useTranslation } from "react-i18next";
import { useBuilding } from "../building";
import { FACTS, type Kind } from "../kinds/facts";
import { titleOf } from "../model";
import { namesOf } from "../schema";
import { Picks } from "./picks";

type End = {
  name: "from" | "to" | "of";
  hint?: string | undefined;
  value: readonly string[];
  onChange: (keys: string[] | null) => void;
};

/** Which questions' marks are meant: of these kinds, or of all; nothing chosen for any of them. */
export function MarkPicks({
  kinds,
  none,
  ends,
}: {
  kinds?: readonly Kind[];
  /** What is said while there is nothing to choose. */
  none: string;
  ends: readonly End[];
}) {
  const { t, i18n } = useTranslation("projects");
  const { draft } = useBuilding();
  const names = namesOf(draft);
  const marks = draft.labels
    .filter(({ kind }) => kinds?.includes(kind) ?? FACTS[kind].place === "mark")
    .map((one) => ({
      id: one.key,
      name: titleOf(one, i18n.language) || (names.get(one.key) ?? ""),
    }));
  if (marks.length === 0) return <p className="hint">{none}</p>;
  return ends.map(({ name, hint, value, onChange }) => (
    <Picks
      key={name}
      label={t(`labels.setting.${name}`)}
      hint={hint}
      options={marks}
      value={value}
      onChange={(keys) => onChange(keys.length > 0 ? keys : null)}
    />
  ));
}
