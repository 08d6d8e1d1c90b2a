import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Pin } from "../../parts/pins";
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
  pins: readonly Pin[];
};

const NONE: readonly Placed[] = [];

/** The text of a part, by paragraphs; those out of sight are not laid out. */
export function Passage({ editor, part, looks, gone, pins }: Props) {
  const { t } = useTranslation("annotate-text");
  const name = usePartName(editor);
  const answer = useText(editor, (state) => state.answer);
  const shapes = useText(editor, (state) => state.shapes);
  const selected = useText(editor, (state) => state.selected);
  const reading = useText(editor, (state) => state.readOnly);
  const marking = editor.choices.length > 0;
  const text = passageOf(part.text);
  const before = useRef<ByParagraph | null>(null);
  const placed = useMemo(() => {
    const here = [
      ...(answer.annotations as readonly Span[]).filter(
        (one) => one.kind === "span" && one.part === part.id,
      ),
      ...gone.filter((one) => one.part === part.id),
    ];
    before.current = shapes ? byParagraph(text, here, looks, before.current) : new Map();
    return before.current;
  }, [answer, gone, looks, part.id, shapes, text]);
  const faulty = new Set(reading ? [] : editor.faults().map((one) => one.annotation));
  const pinned = new Map<string, number>();
  pins.forEach((pin, at) => {
    if (pin.annotation && !pinned.has(pin.annotation)) pinned.set(pin.annotation, at + 1);
  });
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
      {...(marking && !reading
        ? {
            role: "application",
            tabIndex: 0,
            "aria-label": t("passage", { name: name(part.id) }),
            "aria-roledescription": t("passage_role"),
          }
        : {})}
    >
      <Overlay editor={editor} part={part.id} />
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
