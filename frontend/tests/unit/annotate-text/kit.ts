import type { Part, Span, TextLabel, TextSchema } from "~/annotate/text/doc";
import { createTextEditor, type TextEditor } from "~/annotate/text/editor";
import { loadTypes } from "~/annotate/text/types";

await loadTypes();

export const NAMES: TextLabel = {
  kind: "span",
  name: "names",
  classes: [{ id: "PER" }, { id: "LOC" }, { id: "ORG" }],
};
export const TOPIC: TextLabel = {
  kind: "class",
  name: "topic",
  classes: [{ id: "sci" }, { id: "art" }],
};
export const TEXT = "서울에서 김민수 박사가 👨‍👩‍👧 말했다.";

export const span = (id: string, start: number, end: number, more: Partial<Span> = {}): Span => ({
  kind: "span",
  id,
  name: "names",
  class: "PER",
  part: "text",
  start,
  end,
  attributes: {},
  group: null,
  ...more,
});

export const schema = (...labels: TextLabel[]): TextSchema => ({ modality: "text", labels });
export const part = (id: string, role: string | null, text: string): Part => ({ id, role, text });

export const editor = (
  labels: TextLabel[] = [NAMES],
  parts: readonly Part[] = [part("text", null, TEXT)],
  answer: unknown = null,
): TextEditor => createTextEditor(schema(...labels), { document: { parts } }, answer);

/** Marks from one place to another, as a hand does. */
export const mark = (one: TextEditor, anchor: number, head: number, at = "text"): void =>
  one.setCursor({ part: at, anchor, head });
