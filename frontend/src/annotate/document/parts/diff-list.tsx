import { Minus, Move, Plus, Tag } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { nameOf } from "../../core/choices";
import type { Difference } from "../../core/diff";
import type { Annotation } from "../../core/doc";
import { useClassName } from "../../names";
import { paint } from "../../parts/swatch";
import type { DocumentEditor } from "../editor";
import { textOf } from "../layer";
import { indexOf } from "../page";
import { useBoard } from "../use";

/** What is different, in words, with its page; a press shows the place. */
export function DiffList({ editor, diff }: { editor: DocumentEditor; diff: Difference }) {
  const { t, i18n } = useTranslation(["annotate-document", "annotate"]);
  const className = useClassName();
  const board = useBoard(editor);
  const same = (one: object, other: object, field: string) =>
    JSON.stringify(one[field as never]) === JSON.stringify(other[field as never]);
  /** In what else two of them differ. */
  const said = (before: Annotation, after: Annotation): string => {
    if (before.kind === "span" && (!same(before, after, "start") || !same(before, after, "end"))) {
      const text = textOf(editor.layer(indexOf(before.part)), before.start, before.end);
      if (text !== "") return t("diff_stretch", { text });
    }
    if (before.kind === "order") return t("diff_order");
    if (!same(before, after, "text")) return t("diff_text");
    if (["rows", "columns", "cells"].some((field) => !same(before, after, field)))
      return t("diff_cells");
    return t("annotate:diff.reworded");
  };
  const rows = [
    ...diff.added.map((one) => ({ one, icon: Plus, tone: "c-ok", says: t("annotate:diff.added") })),
    ...diff.removed.map((one) => ({
      one,
      icon: Minus,
      tone: "c-bad",
      says: t("annotate:diff.removed"),
    })),
    ...diff.changed.map(({ before, after, moved, relabelled, reworded, overlap }) => ({
      one: after,
      icon: moved ? Move : Tag,
      tone: "c-warn",
      says: [
        relabelled && t("annotate:diff.relabelled_from", { name: className(board, before) }),
        moved && t("annotate:diff.moved", { overlap: (overlap ?? 0).toFixed(2) }),
        reworded && said(before, after),
      ]
        .filter(Boolean)
        .join(" · "),
    })),
  ];
  if (rows.length === 0) return <p className="t3 label">{t("annotate:diff.none")}</p>;
  const named = (one: Annotation): string => {
    const own = one.kind === "class" ? "" : className(board, one);
    if (own !== "") return own;
    const label = editor.schema.labels.find(({ name }) => name === one.name);
    return label === undefined ? one.name : nameOf(label, i18n.language);
  };
  const pageOf = (one: Annotation) => ("part" in one && one.part != null ? indexOf(one.part) : -1);
  return (
    <ul className="an-diff">
      {rows.map(({ one, icon, tone, says }) => (
        <li key={`${says} ${one.id}`}>
          <button
            type="button"
            className="lrow label"
            style={paint(board.choiceOf(one))}
            onClick={() => {
              if (pageOf(one) >= 0) editor.goTo(pageOf(one));
              editor.show(one.id);
            }}
          >
            <Icon of={icon} size={14} className={tone} />
            {board.choiceOf(one) !== undefined && one.kind !== "class" && (
              <span className="swatch" />
            )}
            <span className="grow clip">
              {named(one)}
              {pageOf(one) >= 0 && (
                <span className="t3"> · {t("page_n", { n: pageOf(one) + 1 })}</span>
              )}
            </span>
            <span className="t3">{says}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
