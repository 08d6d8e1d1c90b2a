import { ChevronLeft, ChevronRight, RotateCw } from "lucide-react";
import { type ReactNode, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { bindKeys } from "../../core/acts";
import type { Difference } from "../../core/diff";
import { find } from "../../core/doc";
import { Canvas } from "../../parts/canvas";
import type { Pin } from "../../parts/pins";
import { useStore } from "../../use";
import type { DocumentEditor } from "../editor";
import { rectsOf } from "../layer";
import { indexOf } from "../page";
import { useBoard, useDocument } from "../use";
import { Overlay } from "./parts-later";
import { Strip } from "./strip";
import "../document.css";

type Props = {
  editor: DocumentEditor;
  diff?: Difference | null;
  pins?: readonly Pin[];
  onPin?: (index: number) => void;
  keys?: boolean;
  map?: boolean;
  onFault?: (error: unknown) => void;
  children?: ReactNode;
};

/** The page that is worked on, with the way to the others. */
export function Board({
  editor,
  diff = null,
  pins,
  onPin,
  keys = true,
  map = false,
  onFault,
  children,
}: Props) {
  const { t } = useTranslation(["annotate-document", "annotate"]);
  const board = useBoard(editor);
  const page = useDocument(editor, (state) => state.page);
  const { pages } = editor;
  const url = useStore(pages.came, () => pages.url(page));
  const failed = useStore(pages.came, () => pages.failed(page));
  const here = useHere(editor, diff, pins);
  useEffect(() => bindKeys(keys ? editor.handlers : {}, editor.keyActs), [editor, keys]);
  // What comes next is there before it is asked for.
  useEffect(() => {
    for (const next of [page + 1, page - 1, page + 2]) {
      pages.url(next);
      pages.layer(next);
    }
  }, [pages, page]);
  const overlaid = editor.schema.labels.some(({ kind }) => kind === "table" || kind === "order");
  return (
    <div className="doc-board">
      {editor.facts.length > 1 && <Strip editor={editor} />}
      <div className="doc-stage">
        {url === null ? (
          <div className="doc-wait" aria-live="polite">
            {failed === undefined ? (
              <span className="sk doc-blank" role="img" aria-label={t("page_coming")} />
            ) : (
              <p>
                {t("page_failed")}{" "}
                <button type="button" className="chip" onClick={() => pages.retry(page)}>
                  <Icon of={RotateCw} size={16} /> {t("again")}
                </button>
              </p>
            )}
          </div>
        ) : (
          <Canvas
            editor={board}
            diff={here.diff}
            keys={false}
            map={map}
            {...(here.pins === undefined ? {} : { pins: here.pins })}
            {...(onPin === undefined ? {} : { onPin })}
            onFault={(error) => {
              pages.lose(page);
              onFault?.(error);
            }}
          >
            {overlaid && <Overlay editor={editor} />}
            {children}
          </Canvas>
        )}
        {editor.facts.length > 1 && <PageBar editor={editor} />}
      </div>
    </div>
  );
}

/** What of a difference, and of pins, is on this page. */
function useHere(
  editor: DocumentEditor,
  diff: Difference | null,
  pins: readonly Pin[] | undefined,
) {
  const page = useDocument(editor, (state) => state.page);
  const layer = useStore(editor.pages.came, () => editor.pages.layer(page));
  // biome-ignore lint/correctness/useExhaustiveDependencies: `seen` is of the page, and of its text
  const shown = useMemo(() => {
    if (diff === null) return null;
    const all = (ones: Difference["added"]) => ones.flatMap((one) => editor.seen(one) ?? []);
    return {
      added: all(diff.added),
      removed: all(diff.removed),
      changed: diff.changed.flatMap((one) => {
        const [before, after] = [editor.seen(one.before), editor.seen(one.after)];
        if (after === null) return [];
        return [{ ...one, before: before ?? after, after }];
      }),
    };
  }, [editor, diff, page, layer]);
  const marked = pins?.map((pin): Pin => {
    if (pin.part != null && indexOf(pin.part) !== page)
      return { ...pin, x: null, y: null, annotation: null };
    if (pin.part != null && pin.start != null && pin.end != null && layer !== null) {
      const [first] = rectsOf(layer, pin.start, pin.end);
      if (first !== undefined) return { ...pin, x: first.x, y: first.y };
    }
    // One on an annotation is where that is.
    if (pin.part == null && pin.annotation != null && pin.x != null) {
      const one = find(editor.answer(), pin.annotation);
      if (one !== undefined && editor.pageOf(one.id) !== page)
        return { ...pin, x: null, y: null, annotation: null };
    }
    return pin;
  });
  return { diff: shown, pins: marked };
}

/** Which page it is, and one back and forth. */
export function PageBar({ editor }: { editor: DocumentEditor }) {
  const { t } = useTranslation(["annotate-document", "annotate"]);
  const page = useDocument(editor, (state) => state.page);
  const count = editor.facts.length;
  return (
    <nav className="doc-pages pop" aria-label={t("pages")}>
      <button
        type="button"
        className="an-icon"
        aria-label={t("annotate:acts.page.previous")}
        disabled={page === 0}
        onClick={() => editor.goTo(page - 1)}
      >
        <Icon of={ChevronLeft} size={18} />
      </button>
      <label className="doc-number">
        <span className="sr-only">{t("page_number")}</span>
        <input
          key={page}
          className="in"
          inputMode="numeric"
          defaultValue={page + 1}
          onFocus={(event) => event.target.select()}
          onBlur={(event) => {
            const to = Number(event.target.value);
            if (Number.isInteger(to) && to >= 1 && to <= count) editor.goTo(to - 1);
            event.target.value = String(editor.get().page + 1);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" || event.key === "Escape") {
              if (event.key === "Escape") event.currentTarget.value = String(page + 1);
              event.currentTarget.blur();
            }
          }}
        />
        <span aria-hidden="true">/ {count}</span>
        <span className="sr-only">{t("of_pages", { n: count })}</span>
      </label>
      <button
        type="button"
        className="an-icon"
        aria-label={t("annotate:acts.page.next")}
        disabled={page === count - 1}
        onClick={() => editor.goTo(page + 1)}
      >
        <Icon of={ChevronRight} size={18} />
      </button>
    </nav>
  );
}
