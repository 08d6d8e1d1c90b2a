import { useLayoutEffect, useRef } from "react";
import { find, type Rect } from "../../core/doc";
import { toScreen } from "../../core/view";
import type { Editor } from "../../image/acts";
import type { DocumentEditor } from "../editor";
import { orderOf } from "../orders";
import { cellAt, rectOf, whole } from "../tables";
import { useBoard, useDocument, usePage } from "../use";

/** What stands on the page beside its marks: numbers of the reading order, the cells in hand. */
export function Overlay({ editor }: { editor: DocumentEditor }) {
  const board = useBoard(editor);
  const answer = useDocument(editor, (state) => state.answer);
  const cells = useDocument(editor, (state) => state.cells);
  const page = useDocument(editor, (state) => state.page);
  const shown = usePage(editor, (state) => state.shapes);
  const hidden = usePage(editor, (state) => state.hidden);
  const selected = usePage(editor, (state) => state.selected);
  if (!shown) return null;
  const numbers = editor.orders.flatMap((label) => orderOf(answer, label)?.order ?? []);
  const table = selected.length === 1 ? find(answer, selected[0]!) : undefined;
  const inHand = () => {
    if (table?.kind !== "table" || cells === null) return null;
    const { from, to } = whole(table, cells);
    const one = rectOf(table, cellAt(table, from));
    const other = rectOf(table, cellAt(table, to));
    const right = Math.max(one.x + one.width, other.x + other.width);
    const below = Math.max(one.y + one.height, other.y + other.height);
    return { x: one.x, y: one.y, width: right - one.x, height: below - one.y };
  };
  const cell = inHand();
  return (
    <div className="doc-over" aria-hidden="true">
      {numbers.map((id, at) => {
        const one = find(answer, id);
        if (one === undefined || hidden.has(id)) return null;
        if (one.kind !== "page_box" && one.kind !== "table") return null;
        if (editor.pageOf(id) !== page) return null;
        return (
          <Placed key={id} board={board} rect={{ ...one, width: 0, height: 0 }}>
            <span className="doc-nth" data-now={selected.includes(id)}>
              {at + 1}
            </span>
          </Placed>
        );
      })}
      {cell !== null && <Placed board={board} rect={cell} className="doc-cell" />}
    </div>
  );
}

/** Something that lies over a part of the page, and moves with it. */
function Placed({
  board,
  rect: { x, y, width, height },
  className = "",
  children,
}: {
  board: Editor;
  rect: Rect;
  className?: string;
  children?: React.ReactNode;
}) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const place = () => {
      const view = board.view.get();
      const [left, top] = toScreen(view, [x, y]);
      const { style } = element.current!;
      style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
      style.width = `${width * view.scale}px`;
      style.height = `${height * view.scale}px`;
    };
    place();
    return board.view.subscribe(place);
  }, [board, x, y, width, height]);
  return (
    <div ref={element} className={`doc-placed ${className}`}>
      {children}
    </div>
  );
}
