import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../core/doc";
import { useStore } from "../../use";
import type { DocumentEditor } from "../editor";
import { partAt } from "../page";
import { useDocument } from "../use";

/** Height of a thumbnail with its number, and how many beyond the window are there. */
const ROW = 132;
const AROUND = 2;

const counted = new WeakMap<Answer, ReadonlyMap<string, number>>();

/** How many marks a page has; counted once for an answer. */
function marksOn(answer: Answer, part: string): number {
  let counts = counted.get(answer);
  if (counts === undefined) {
    const made = new Map<string, number>();
    for (const one of answer.annotations)
      if (one.kind === "page_box" || one.kind === "table" || one.kind === "span")
        made.set(one.part, (made.get(one.part) ?? 0) + 1);
    counts = made;
    counted.set(answer, counts);
  }
  return counts.get(part) ?? 0;
}

/** All pages, small; a press goes there. Only those in sight are drawn. */
export function Strip({ editor }: { editor: DocumentEditor }) {
  const { t } = useTranslation("annotate-document");
  const page = useDocument(editor, (state) => state.page);
  const answer = useDocument(editor, (state) => state.answer);
  const list = useRef<HTMLElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 800 });
  const count = editor.facts.length;
  useEffect(() => {
    const box = list.current!;
    const look = () => setSight({ top: box.scrollTop, height: box.clientHeight });
    const watch = new ResizeObserver(look);
    watch.observe(box);
    look();
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const box = list.current!;
    const top = page * ROW;
    if (top < box.scrollTop || top + ROW > box.scrollTop + box.clientHeight)
      box.scrollTop = top - (box.clientHeight - ROW) / 2;
  }, [page]);
  const from = Math.max(0, Math.floor(sight.top / ROW) - AROUND);
  const to = Math.min(count, Math.ceil((sight.top + sight.height) / ROW) + AROUND);
  const shown = useMemo(() => Array.from({ length: to - from }, (_, at) => from + at), [from, to]);
  return (
    <nav
      ref={list}
      className="doc-strip"
      aria-label={t("thumbnails")}
      onScroll={(event) => {
        const { scrollTop, clientHeight } = event.currentTarget;
        setSight({ top: scrollTop, height: clientHeight });
      }}
    >
      <div style={{ height: count * ROW, position: "relative" }}>
        {shown.map((one) => (
          <button
            key={one}
            type="button"
            className="doc-thumb"
            tabIndex={one === page ? 0 : -1}
            style={{ top: one * ROW }}
            aria-current={one === page ? "page" : undefined}
            onClick={() => editor.goTo(one)}
          >
            <Thumb editor={editor} page={one} />
            <span className="sr-only">
              {t("page_with", { n: one + 1, marks: marksOn(answer, partAt(one)) })}
            </span>
            <span className="row between" aria-hidden="true">
              <span>{one + 1}</span>
              {marksOn(answer, partAt(one)) > 0 && (
                <span className="an-count">{marksOn(answer, partAt(one))}</span>
              )}
            </span>
          </button>
        ))}
      </div>
    </nav>
  );
}

function Thumb({ editor, page }: { editor: DocumentEditor; page: number }) {
  const url = useStore(editor.pages.came, () => editor.pages.url(page));
  const { width, height } = editor.facts[page]!;
  const style = { aspectRatio: `${width} / ${height}` };
  return url === null ? (
    <span className="sk" style={style} />
  ) : (
    <img src={url} alt="" decoding="async" style={style} />
  );
}
