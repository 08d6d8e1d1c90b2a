import { Minus, Move, Plus, Tag } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { Difference } from "../core/diff";
import type { Annotation } from "../core/doc";
import type { Editor } from "../image/acts";
import { useClassName } from "../names";
import { paint } from "./swatch";

/** What is different, in words; a press shows the place. */
export function DiffList({ editor, diff }: { editor: Editor; diff: Difference }) {
  const { t } = useTranslation("annotate");
  const className = useClassName();
  const rows = [
    ...diff.added.map((one) => ({ one, icon: Plus, tone: "c-ok", says: t("diff.added") })),
    ...diff.removed.map((one) => ({ one, icon: Minus, tone: "c-bad", says: t("diff.removed") })),
    ...diff.changed.map(({ before, after, moved, relabelled, reworded, overlap }) => ({
      one: after,
      icon: moved ? Move : Tag,
      tone: "c-warn",
      says: [
        relabelled && t("diff.relabelled_from", { name: className(editor, before) }),
        moved && t("diff.moved", { overlap: (overlap ?? 0).toFixed(2) }),
        reworded && t("diff.reworded"),
      ]
        .filter(Boolean)
        .join(" · "),
    })),
  ];
  if (rows.length === 0) return <p className="t3 label">{t("diff.none")}</p>;
  const show = (one: Annotation) => {
    editor.select([one.id]);
    editor.reveal(one.id);
  };
  return (
    <ul className="an-diff">
      {rows.map(({ one, icon, tone, says }) => (
        <li key={`${says} ${one.id}`}>
          <button
            type="button"
            className="lrow label"
            style={paint(editor.choiceOf(one))}
            onClick={() => show(one)}
          >
            <Icon of={icon} size={14} className={tone} />
            {one.kind !== "class" && <span className="swatch" />}
            <span className="grow clip">
              {one.kind === "class" ? t("diff.whole") : className(editor, one)}
            </span>
            <span className="t3">{says}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
