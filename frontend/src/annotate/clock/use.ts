import { useTranslation } from "react-i18next";
import { nameOf } from "../core/choices";
import { type Annotation, isRelation } from "../core/doc";
import { useStore } from "../use";
import {
  type ClockMark,
  inOrder,
  isClockMark,
  isSegment,
  markOf,
  type SegmentLabel,
  speakersOf,
  startOf,
} from "./doc";
import type { ClockEditor, ClockState, Core } from "./editor";

/** A part of an editor's state; `pick` gives the same value for the same state. */
export const useClock = <T>(editor: ClockEditor, pick: (state: ClockState) => T): T =>
  useStore(editor, pick);

/** The label that a segment answers. */
export const segmentLabelOf = (editor: Core, name: string): SegmentLabel | undefined => {
  const label = editor.schema.labels.find((one) => one.name === name);
  return label?.kind === "segment" ? label : undefined;
};

export type Naming = {
  /** Who speaks, else its class. */
  title: (one: ClockMark) => string;
  className: (one: ClockMark) => string;
  speaker: (id: string | null | undefined) => string;
  /** With its number in order: "3 · 화자 1". */
  numbered: (one: ClockMark, nth?: number) => string;
  /** Where it is: "0:07.9~0:12.1". */
  range: (one: ClockMark, exact?: boolean) => string;
  /** All of that, to be heard and read in sentences. */
  said: (one: ClockMark) => string;
  /** Whatever annotation in the reader's words. */
  says: (one: Annotation) => string;
};

/** What is called how, in the reader's language. */
export function useNaming(editor: ClockEditor): Naming {
  const { t, i18n } = useTranslation("annotate-clock");
  const locale = i18n.language;
  const speakers = speakersOf(editor.schema);
  const className: Naming["className"] = (one) =>
    nameOf(editor.choiceOf(one)?.class ?? { id: one.class }, locale);
  const speaker: Naming["speaker"] = (id) => {
    const known = speakers.find((one) => one.id === id);
    return known === undefined ? (id ?? t("no_speaker")) : nameOf(known, locale);
  };
  const title: Naming["title"] = (one) =>
    isSegment(one) && (one.speaker != null || segmentLabelOf(editor, one.name)?.speakers != null)
      ? speaker(one.speaker)
      : className(one);
  const numbered: Naming["numbered"] = (one, nth) =>
    t("named", {
      n: nth ?? inOrder(editor.get().answer).findIndex((each) => each.id === one.id) + 1,
      name: title(one),
    });
  const range: Naming["range"] = (one, exact = false) =>
    isSegment(one)
      ? t("range", {
          start: editor.format(one.start, exact),
          end: editor.format(one.end, exact),
        })
      : editor.format(startOf(one), exact);
  const said: Naming["said"] = (one) => `${numbered(one)}, ${range(one)}`;
  const says: Naming["says"] = (one) => {
    if (isClockMark(one)) return said(one);
    if (isRelation(one)) {
      const end = (id: string) => {
        const mark = markOf(editor.get().answer, id);
        return mark === undefined ? t("gone") : numbered(mark);
      };
      const name = nameOf(editor.choiceOf(one)?.class ?? { id: one.class }, locale);
      return t("relation_of", { name, from: end(one.from), to: end(one.to) });
    }
    const label = editor.schema.labels.find((each) => each.name === one.name);
    if (one.kind === "class" && label?.kind === "class")
      return one.classes
        .map((id) => nameOf(label.classes.find((each) => each.id === id) ?? { id }, locale))
        .join(", ");
    if (one.kind === "writing") return one.text;
    if (one.kind === "rating") return String(one.value);
    return nameOf(label ?? { id: one.name }, locale);
  };
  return { title, className, speaker, numbered, range, said, says };
}
