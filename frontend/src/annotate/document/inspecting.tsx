import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { ObjectList } from "../a11y/object-list";
import { nameOf } from "../core/choices";
import { type Annotation, find } from "../core/doc";
import { around } from "../core/view";
import { inspecting as ofPictures } from "../image/inspecting";
import type { Editing, Inspecting } from "../kit";
import type { Pin } from "../parts/pins";
import type { DocumentEditor } from "./editor";
import { rectsOf, textOf } from "./layer";
import { usePlacedName } from "./names";
import { indexOf } from "./page";
import { BoxText, OrderPanel, SpanEnds, TablePanel } from "./parts/parts-later";
import { useBoard, useDocument, usePage } from "./use";

type Of = { editor: DocumentEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): DocumentEditor => editor as unknown as DocumentEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

/** Goes to the page of a pin, and to the place or the mark that it is about. */
function showPin(any: Editing, pin: Pin): void {
  const editor = own(any);
  const { annotation, part, x, y, start, end } = pin;
  if (annotation && find(editor.answer(), annotation) !== undefined) {
    editor.show(annotation, true);
    return;
  }
  if (indexOf(part) >= 0) editor.goTo(indexOf(part));
  const { board } = editor.get();
  const size = Math.max(24, board.picture.width / 6);
  const [first] =
    start != null && end != null ? rectsOf(editor.layer(), start, end) : ([] as const);
  const spot =
    typeof x === "number" && typeof y === "number"
      ? { x: x - size / 2, y: y - size / 2, width: size, height: size }
      : first;
  if (spot !== undefined) board.view.set(around(board.view.get(), spot, board.picture));
}

/** What there is on the page that is looked at, and what stands in the mark that is selected. */
function List({ editor }: Of) {
  const board = useBoard(editor);
  const selected = usePage(editor, (state) => state.selected);
  const answer = useDocument(editor, (state) => state.answer);
  const one = selected.length === 1 ? find(answer, selected[0]!) : undefined;
  return (
    <>
      <ObjectList editor={board} />
      {one?.kind === "page_box" && <BoxText key={one.id} editor={editor} box={one} />}
      {one?.kind === "table" && <TablePanel key={one.id} editor={editor} table={one} />}
      {one?.kind === "span" && <SpanEnds key={one.id} editor={editor} span={one} />}
      {editor.orders.map((label) => (
        <OrderPanel key={label.name} editor={editor} label={label} />
      ))}
    </>
  );
}

/** What was answered of the document, and of its pages. */
function Answers({ editor }: Of) {
  const { t, i18n } = useTranslation(["annotate-document", "annotate"]);
  const answer = useDocument(editor, (state) => state.answer);
  const labels = editor.schema.labels.filter(
    ({ kind }) => kind === "class" || kind === "rating" || kind === "writing",
  );
  if (labels.length === 0) return null;
  const says = (one: Annotation): string => {
    if (one.kind === "rating") return String(one.value);
    if (one.kind === "writing") return one.text;
    if (one.kind !== "class") return "";
    const label = labels.find(({ name }) => name === one.name);
    const classes = label?.kind === "class" ? label.classes : [];
    return one.classes
      .map((id) => nameOf(classes.find((each) => each.id === id) ?? { id }, i18n.language))
      .join(", ");
  };
  return (
    <section>
      <dl className="an-whole">
        {labels.map((label) => {
          const all = answer.annotations.filter((one) => one.name === label.name);
          return (
            <div key={label.name}>
              <dt className="t2">{nameOf(label, i18n.language)}</dt>
              <dd className="strong">
                {all.length === 0 && t("annotate:not_answered")}
                {all.map((one) => {
                  const page = editor.pageOf(one.id);
                  return (
                    <div key={one.id}>
                      <button
                        type="button"
                        className="an-answer"
                        onClick={() => editor.show(one.id)}
                      >
                        {page !== null && (
                          <span className="t3">{t("page_n", { n: page + 1 })} </span>
                        )}
                        {says(one)}
                      </button>
                    </div>
                  );
                })}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** What a pin points at, in words. */
function Pointed({ editor, pin }: Of & { pin: Pin }) {
  const { t } = useTranslation(["annotate-document", "annotate"]);
  const placedName = usePlacedName(editor);
  const page = indexOf(pin.part);
  if (pin.annotation) {
    const one = find(editor.answer(), pin.annotation);
    if (one === undefined) return <span className="c-warn">{t("annotate:pointed.gone")}</span>;
    const name = placedName(pin.annotation);
    if (name !== "") return name;
    return editor.schema.labels.find((label) => label.name === one.name)?.ko ?? one.name;
  }
  if (pin.start != null && pin.end != null && page >= 0)
    return t("pointed_text", { n: page + 1, text: textOf(editor.layer(page), pin.start, pin.end) });
  if (page >= 0) return t("pointed_page", { n: page + 1 });
  return t("annotate:pointed.whole");
}

/** Documents, for who inspects. */
export const inspecting: Inspecting = {
  showPin,
  chosen(editor) {
    const [annotation] = own(editor).get().board.get().selected;
    return annotation === undefined ? null : { annotation };
  },
  things(any) {
    const editor = own(any);
    const { answer, page } = editor.get();
    const count = editor.facts.length;
    // From the page that is looked at on, and around.
    const after = (one: Annotation) => {
      const at = editor.pageOf(one.id);
      return at === null ? count : (at - page + count) % count;
    };
    return [...answer.annotations].sort((a, b) => after(a) - after(b)).map((one) => one.id);
  },
  choose: (editor, id) => own(editor).show(id),
  setPinning: (editor, on) => own(editor).setTool(on ? "pin" : "select"),
  keepLooks: (editor) => ofPictures.keepLooks(own(editor).get().board as unknown as Editing),
  follow(editor, from) {
    own(editor).goTo(own(from).get().page);
    const [board, before] = [own(editor).get().board, own(from).get().board];
    ofPictures.follow(board as unknown as Editing, before as unknown as Editing);
  },
  List: given(List),
  Answers: given(Answers),
  Pointed: given(Pointed),
  looking: [
    ...ofPictures.looking,
    "page.next",
    "page.previous",
    "page.first",
    "page.last",
    "zoom.width",
  ],
};
