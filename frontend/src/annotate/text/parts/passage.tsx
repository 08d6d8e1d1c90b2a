import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { saidIn } from "../../parts/said";
import { useStore } from "../../use";
import type { Part, Span } from "../doc";
import type { TextEditor } from "../editor";
import { type ByParagraph, byParagraph, type Look, type Placed } from "../lanes";
import { passageOf } from "../points";
import { usePartName, useText } from "../use";
import { Overlay } from "./overlay";
import { Paragraph } from "./paragraph";

type Props = {
  editor: TextEditor;
  part: Part;
  /** What a difference shows: how each span looks, and those that are gone. */
  looks: ReadonlyMap<string, Look> | null;
  gone: readonly Span[];
};

const NONE: readonly Placed[] = [];

/** The text of a part, by paragraphs; those out of sight are not laid out. */
export function Passage({ editor, part, looks, gone }: Props) {
  const { t } = useTranslation("annotate-text");
  const name = usePartName(editor);
  const answer = useText(editor, (state) => state.answer);
  const shapes = useText(editor, (state) => state.shapes);
  const selected = useText(editor, (state) => state.selected);
  const suggested = useText(editor, (state) => state.suggested);
  const reading = useText(editor, (state) => state.readOnly);
  const pinning = useText(editor, (state) => state.pinning);
  const marking = pinning || (editor.choices.length > 0 && !reading);
  const text = passageOf(part.text);
  const before = useRef<ByParagraph | null>(null);
  const placed = useMemo(() => {
    const isHere = (one: Span) => one.kind === "span" && one.part === part.id;
    const own = (answer.annotations as readonly Span[]).filter(isHere);
    const ghosts = new Set((suggested?.marks as readonly Span[] | undefined)?.filter(isHere));
    const lookOf = (span: Span): Look => {
      if (ghosts.has(span)) return span.id === suggested?.current ? "current" : "suggested";
      return looks === null ? "rest" : (looks.get(span.id) ?? "faint");
    };
    const here = [...own, ...gone.filter(isHere), ...ghosts];
    before.current = shapes ? byParagraph(text, here, lookOf, before.current) : new Map();
    return before.current;
  }, [answer, gone, looks, part.id, shapes, suggested, text]);
  const faulty = new Set(reading ? [] : editor.faults().map((one) => one.annotation));
  const said = useStore(saidIn(editor), (now) => now.all);
  const stretches = useMemo(() => said.filter((one) => one.part === part.id), [said, part.id]);
  const pinned = new Map<string, string>();
  for (const { annotation, sign } of said)
    if (annotation)
      pinned.set(annotation, [pinned.get(annotation), sign].filter(Boolean).join("·"));
  const chosen = new Set(selected);
  const ids = (here: readonly Placed[], has: (id: string) => boolean) =>
    here
      .filter(({ span }) => has(span.id))
      .map(({ span }) => span.id)
      .join(" ");
  return (
    <div
      className="tx-passage"
      data-part={part.id}
      {...(marking
        ? {
            role: "application",
            tabIndex: 0,
            "aria-label": t("passage", { name: name(part.id) }),
            "aria-roledescription": t("passage_role"),
          }
        : {})}
    >
      <Overlay editor={editor} part={part.id} said={stretches} />
      {text.paragraphs.map((lines, at) => {
        const here = placed.get(at) ?? NONE;
        return (
          <div key={lines.start} className="tx-line" data-line={lines.start} data-end={lines.end}>
            <Paragraph
              editor={editor}
              lines={lines}
              placed={here}
              selected={ids(here, (id) => chosen.has(id))}
              faulty={ids(here, (id) => faulty.has(id))}
              pinned={here
                .filter(({ span }) => pinned.has(span.id))
                .map(({ span }) => `${span.id}=${pinned.get(span.id)}`)
                .join(" ")}
            />
          </div>
        );
      })}
    </div>
  );
}
