import { type CSSProperties, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Announcer } from "../a11y/announcer";
import { bindKeys } from "../core/acts";
import type { Difference } from "../core/diff";
import { type Answer, isMark } from "../core/doc";
import type { Editor } from "../image/acts";
import { createEngine, createStage, type Engine, type Stage } from "../image/engine";
import { useEditor, useFollowing } from "../use";
import { Pins, ToolOffers } from "./parts-later";
import type { Pin } from "./pins";
import "../annotate.css";

export type CanvasProps = {
  editor: Editor;
  /** What to mark as added, moved and removed; the rest fades. */
  diff?: Difference | null;
  pins?: readonly Pin[];
  /** A pin was pressed: its index. */
  onPin?: (index: number) => void;
  /** Do the keys of the window act here? Only one canvas of a page may have them. */
  keys?: boolean;
  /** A small map while the picture is larger than the window. */
  map?: boolean;
  /** The picture could not be loaded. */
  onFault?: (error: unknown) => void;
  /** The picture is painted. */
  onReady?: () => void;
  /** What floats over the picture: `<Spot>`s, segments. */
  children?: ReactNode;
  className?: string;
  style?: CSSProperties;
};

const counted = new WeakMap<Answer, number>();

/** How many marks an answer has; counted once for it. */
function marksIn(answer: Answer): number {
  const known = counted.get(answer) ?? answer.annotations.filter(isMark).length;
  counted.set(answer, known);
  return known;
}

/** The picture to work on, in the whole of its parent. */
export function Canvas({
  editor,
  diff = null,
  pins,
  onPin,
  keys = true,
  map = false,
  onFault,
  onReady,
  children,
  className = "",
  style,
}: CanvasProps) {
  const { t } = useTranslation("annotate");
  const root = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const engine = useRef<Engine | null>(null);
  const count = useFollowing(editor, (state) => marksIn(state.answer));
  const tool = useEditor(editor, (state) => state.tool);
  const told = useRef({ onFault, onReady });
  told.current = { onFault, onReady };

  useEffect(() => {
    const made = createStage(root.current!);
    stage.current = made;
    return () => made.remove();
  }, []);
  useEffect(() => {
    const made = createEngine(stage.current!, editor, {
      onFault: (error) => told.current.onFault?.(error),
      onReady: () => told.current.onReady?.(),
    });
    engine.current = made;
    return () => {
      engine.current = null;
      made.stop();
    };
  }, [editor]);
  // Another editor has another engine, which knows of neither.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => engine.current?.setDiff(diff), [editor, diff]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => engine.current?.setMap(map), [editor, map]);
  // What the tools' keys are is known also where the page itself says what keys do.
  useLayoutEffect(() => bindKeys(keys ? editor.handlers : {}, editor.keyActs), [editor, keys]);

  return (
    <div ref={root} className={`an-canvas ${className}`} style={style} data-tool={tool}>
      <div
        className="an-board"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move what is selected
        tabIndex={0}
        aria-label={t("canvas", { n: count, name: editor.picture.name ?? t("picture") })}
        aria-roledescription={t("canvas_role")}
      />
      {pins !== undefined && pins.length > 0 && <Pins editor={editor} pins={pins} onPin={onPin} />}
      {children}
      {editor.mayOffer && <ToolOffers editor={editor} />}
      <Announcer editor={editor} />
    </div>
  );
}
