import { Minus, Plus, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { nameOf } from "../../core/choices";
import type { Annotation } from "../../core/doc";
import type { Difference } from "../../kit";
import type { PromptEditor } from "../editor";
import { usePlaceName } from "../use";

/** What is different, in words; a press shows the place. */
export function DiffList({ editor, diff }: { editor: PromptEditor; diff: Difference }) {
  const { t, i18n } = useTranslation("annotate-prompt");
  const placeName = usePlaceName(editor);
  const rows = [
    ...diff.added.map((one) => ({ one, icon: Plus, tone: "c-ok", says: t("diff.added") })),
    ...diff.removed.map((one) => ({ one, icon: Minus, tone: "c-bad", says: t("diff.removed") })),
    ...diff.changed.map(({ after }) => ({
      one: after,
      icon: RotateCcw,
      tone: "c-warn",
      says: t("diff.changed"),
    })),
  ];
  if (rows.length === 0) return <p className="t3 label">{t("diff.none")}</p>;
  const said = (one: Annotation) => {
    const part = "part" in one ? (one.part ?? null) : null;
    const place = editor.places.find((each) => each.label.name === one.name && each.part === part);
    if (place !== undefined) return placeName(place);
    const label = editor.schema.labels.find((each) => each.name === one.name);
    return label === undefined ? one.name : nameOf(label, i18n.language);
  };
  return (
    <ul className="an-diff">
      {rows.map(({ one, icon, tone, says }) => (
        <li key={`${says} ${one.id}`}>
          <button
            type="button"
            className="lrow label"
            onClick={() => {
              editor.select([one.id]);
              editor.reveal(one.id);
            }}
          >
            <Icon of={icon} size={14} className={tone} />
            <span className="grow clip">{said(one)}</span>
            <span className="t3">{says}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
