import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../core/choices";
import type { Annotation } from "../core/doc";
import { looks as ofPictures } from "../image/suggested";
import type { Editing, SuggestedLooks, SuggestedMarksProps } from "../kit";
import { useStore } from "../use";
import type { DocumentEditor } from "./editor";
import { indexOf } from "./page";
import { useDocument } from "./use";

const own = (editor: Editing): DocumentEditor => editor as unknown as DocumentEditor;
const pageOf = (one: Annotation): number =>
  "part" in one && one.part != null ? indexOf(one.part) : -1;

/** What is suggested on the page that is worked on; what is in hand brings its page along. */
function Marks({ editor: any, current, shown }: SuggestedMarksProps) {
  const editor = own(any);
  const page = useDocument(editor, (state) => state.page);
  const board = useDocument(editor, (state) => state.board);
  const url = useStore(editor.pages.came, () => editor.pages.url(page));
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it is asked for, not when it changes
  useEffect(() => {
    if (current !== null && shown > 0 && pageOf(current) >= 0) editor.goTo(pageOf(current));
  }, [shown]);
  // Without a picture there is no board to paint beside.
  if (url === null) return null;
  const here = current === null ? null : editor.seen(current);
  return (
    <ofPictures.Marks
      key={page}
      editor={board as unknown as Editing}
      current={here}
      shown={shown}
    />
  );
}

function useSays(any: Editing): (one: Annotation) => string {
  const editor = own(any);
  const { i18n } = useTranslation();
  const board = useDocument(editor, (state) => state.board);
  const says = ofPictures.useSays(board as unknown as Editing);
  return (one) => {
    const label = editor.orders.find(({ name }) => name === one.name);
    return label === undefined ? says(one) : nameOf(label, i18n.language);
  };
}

/** How documents show what is suggested. */
export const looks: SuggestedLooks = {
  Marks,
  useSays,
  // An order comes after what it is of.
  inOrder: (_, ones) =>
    [...ones].sort(
      (a, b) => Number(a.kind === "order") - Number(b.kind === "order") || pageOf(a) - pageOf(b),
    ),
};
