import { useTranslation } from "react-i18next";
import { Coordinates } from "../../a11y/coordinates";
import { ObjectList } from "../../a11y/object-list";
import { nameOf } from "../../core/choices";
import { find } from "../../core/doc";
import { asksAttributes } from "../../core/kinds";
import { Labels } from "../../parts/labels";
import { Attributes } from "../../parts/parts-later";
import type { DocumentEditor } from "../editor";
import { useBoard, useDocument, usePage } from "../use";
import { BoxText, OrderPanel, SpanEnds, TablePanel } from "./parts-later";

type Of = { editor: DocumentEditor };

const MARKED = ["page_box", "table", "span"];

/** What is selected, alone, as the answer has it. */
function useSelected(editor: DocumentEditor) {
  const selected = usePage(editor, (state) => state.selected);
  const answer = useDocument(editor, (state) => state.answer);
  return selected.length === 1 ? find(answer, selected[0]!) : undefined;
}

/** Everything that is asked, with what is marked on this page. */
export function Parts({ editor }: Of) {
  const { t, i18n } = useTranslation("annotate-document");
  const board = useBoard(editor);
  const page = useDocument(editor, (state) => state.page);
  const one = useSelected(editor);
  const marks = editor.schema.labels.some(({ kind }) => MARKED.includes(kind));
  const perPage = editor.schema.labels
    .filter((label) => "per" in label && label.per === "part")
    .map((label) => nameOf(label, i18n.language));
  return (
    <>
      {editor.facts.length > 1 && (marks || perPage.length > 0) && (
        <p className="doc-now" aria-live="polite">
          {t("page_of", { n: page + 1, of: editor.facts.length })}
          {perPage.length > 0 && (
            <span className="t3"> · {t("per_page", { names: perPage.join(", ") })}</span>
          )}
        </p>
      )}
      {one?.kind === "page_box" && <BoxText key={one.id} editor={editor} box={one} />}
      {one?.kind === "table" && <TablePanel key={one.id} editor={editor} table={one} />}
      {one?.kind === "span" && <SpanEnds key={one.id} editor={editor} span={one} />}
      <Labels editor={board} />
      {marks && (
        <>
          <ObjectList editor={board} />
          {asksAttributes(editor.schema) && <Attributes editor={board} />}
          {one?.kind !== "span" && <Coordinates editor={board} />}
        </>
      )}
      {editor.orders.map((label) => (
        <OrderPanel key={label.name} editor={editor} label={label} />
      ))}
    </>
  );
}

export function Panel({ editor }: Of) {
  return (
    <div className="an-panel">
      <Parts editor={editor} />
    </div>
  );
}
