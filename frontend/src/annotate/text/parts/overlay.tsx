import { useLayoutEffect, useRef, useState } from "react";
import type { Signed } from "../../parts/said";
import { rangeOf } from "../cursor";
import { find, isRelation, isSpan } from "../doc";
import type { TextEditor } from "../editor";
import { rangeIn, spotAt } from "../sight";
import { useText } from "../use";

type Box = { left: number; top: number; width: number; height: number };
type Seen = {
  marked: readonly Box[];
  /** What an inspector's words are about, line by line, with their number at the beginning. */
  told: readonly (Box & { sign: string | null })[];
  caret: Box | null;
  handles: readonly [Box, Box] | null;
  arcs: readonly string[];
};
const NOTHING: Seen = { marked: [], told: [], caret: null, handles: null, arcs: [] };

/** What lies over a passage: what is marked or spoken of, the cursor, the handles of a span, its
 * relations. */
export function Overlay({
  editor,
  part,
  said,
}: {
  editor: TextEditor;
  part: string;
  said: readonly Signed[];
}) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState<Seen>(NOTHING);
  const cursor = useText(editor, (state) => (state.cursor?.part === part ? state.cursor : null));
  const selected = useText(editor, (state) => state.selected);
  const answer = useText(editor, (state) => state.answer);
  const linking = useText(editor, (state) => state.linking);
  // Who sets pins marks as who works does, though nothing that is answered can be changed.
  const reading = useText(editor, (state) => state.readOnly && !state.pinning);
  const shapes = useText(editor, (state) => state.shapes);
  const [size, setSize] = useState(0);

  useLayoutEffect(() => {
    const passage = box.current!.parentElement!;
    const watch = new ResizeObserver(() => setSize((n) => n + 1));
    watch.observe(passage);
    // Another font, and words stand elsewhere, though the lines are as long as before.
    const shift = () => setSize((n) => n + 1);
    document.fonts.addEventListener("loadingdone", shift);
    return () => {
      watch.disconnect();
      document.fonts.removeEventListener("loadingdone", shift);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the size, lines break elsewhere
  useLayoutEffect(() => {
    const passage = box.current!.parentElement!;
    const own = passage.getBoundingClientRect();
    const at = (left: number, top: number, width: number, height: number): Box => ({
      left: left - own.left,
      top: top - own.top,
      width,
      height,
    });
    const range = rangeOf(cursor);
    const held = selected.length > 0;
    const boxes = (start: number, end: number): Box[] =>
      [...(rangeIn(passage, start, end)?.getClientRects() ?? [])].map((one) =>
        at(one.left, one.top, one.width, one.height),
      );
    const marked = range === null || held ? [] : boxes(...range);
    const told = said.flatMap(({ start, end, sign }) =>
      boxes(start ?? 0, end ?? 0).map((box, nth) => ({ ...box, sign: nth === 0 ? sign : null })),
    );
    const spot = (point: number): Box | null => {
      const found = spotAt(passage, point);
      return found === null ? null : at(found.x, found.top, 2, found.bottom - found.top);
    };
    const caret = cursor === null || reading || held ? null : spot(cursor.head);
    const fixed = reading || (held && editor.get().readOnly);
    const ends = range === null || fixed ? null : ([spot(range[0]), spot(range[1])] as const);
    const [first, last] = ends ?? [null, null];
    setSeen({
      marked,
      told,
      caret,
      handles: first === null || last === null ? null : [first, last],
      arcs: shapes ? arcsOf(editor, part, passage, own) : [],
    });
  }, [cursor, selected, answer, linking, reading, shapes, size, editor, part, said]);

  return (
    <div ref={box} className="tx-over" aria-hidden="true">
      {seen.marked.map((one) => (
        <i key={`${one.top} ${one.left}`} className="tx-marked" style={one} />
      ))}
      {seen.told.map(({ sign, ...box }) => (
        <i key={`${box.top} ${box.left}`} className="tx-told" style={box}>
          {sign !== null && <b className="tx-pin" data-sign={sign} />}
        </i>
      ))}
      {seen.caret !== null && <i className="tx-caret" style={seen.caret} />}
      {seen.arcs.length > 0 && (
        <svg className="tx-arcs" aria-hidden="true">
          {seen.arcs.map((one) => (
            <path key={one} d={one} />
          ))}
        </svg>
      )}
      {seen.handles?.map((one, at) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: the first is the beginning
          key={at}
          className="tx-handle"
          data-handle={at === 0 ? "start" : "end"}
          style={{ left: one.left, top: one.top, height: one.height }}
        />
      ))}
    </div>
  );
}

/** Arrows between spans of a part that a selected relation, or a selected span, has to do with. */
function arcsOf(editor: TextEditor, part: string, passage: HTMLElement, own: DOMRect): string[] {
  const { answer, selected, linking } = editor.get();
  const wanted = answer.annotations.filter(
    (one) =>
      isRelation(one) &&
      (selected.includes(one.id) || selected.includes(one.from) || selected.includes(one.to)),
  );
  const pairs = wanted.flatMap((one) => (isRelation(one) ? [[one.from, one.to] as const] : []));
  if (linking !== null && selected[0] !== undefined && selected[0] !== linking)
    pairs.push([linking, selected[0]]);
  const middle = (id: string): readonly [number, number] | null => {
    const span = find(answer, id);
    if (span === undefined || !isSpan(span) || span.part !== part) return null;
    const rect = rangeIn(passage, span.start, span.end)?.getClientRects()[0];
    if (rect === undefined) return null;
    return [rect.left + rect.width / 2 - own.left, rect.top - own.top];
  };
  return pairs.flatMap(([from, to]) => {
    const [a, b] = [middle(from), middle(to)];
    if (a === null || b === null) return [];
    const rise = Math.min(40, 14 + Math.abs(a[0] - b[0]) / 8);
    const top = Math.min(a[1], b[1]) - rise;
    const head = `M${b[0] - 4} ${b[1] - 7}L${b[0]} ${b[1] - 1}L${b[0] + 4} ${b[1] - 7}`;
    return [`M${a[0]} ${a[1]}C${a[0]} ${top} ${b[0]} ${top} ${b[0]} ${b[1] - 1}${head}`];
  });
}
