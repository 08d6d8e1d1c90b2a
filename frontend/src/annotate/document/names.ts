import { useTranslation } from "react-i18next";
import { type Annotation, find, type Id } from "../core/doc";
import { useClassName } from "../names";
import type { DocumentEditor } from "./editor";
import { useBoard } from "./use";

const isPlaced = (one: Annotation): boolean =>
  one.kind === "page_box" || one.kind === "table" || one.kind === "span";

/** What marks of a document are called: their class, and which of its class on their page. */
export function useMarkName(editor: DocumentEditor): (one: Annotation) => string {
  const { t } = useTranslation("annotate");
  const board = useBoard(editor);
  const className = useClassName();
  return (one) => {
    const name = className(board, one);
    if (!isPlaced(one)) return name;
    const same = editor
      .answer()
      .annotations.filter(
        (other) =>
          isPlaced(other) &&
          other.name === one.name &&
          (other as { class: string }).class === (one as { class: string }).class &&
          (other as { part: string }).part === (one as { part: string }).part,
      );
    return t("object", { name, n: Math.max(1, same.findIndex(({ id }) => id === one.id) + 1) });
  };
}

/** The same with its page, where there are several. */
export function usePlacedName(editor: DocumentEditor): (id: Id) => string {
  const { t } = useTranslation("annotate-document");
  const nameOf = useMarkName(editor);
  return (id) => {
    const one = find(editor.answer(), id);
    if (one === undefined) return t("gone");
    const page = editor.pageOf(id);
    const name = nameOf(one);
    return page === null || editor.facts.length === 1 ? name : t("on_page", { name, n: page + 1 });
  };
}
