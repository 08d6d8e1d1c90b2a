/**
 * The text editor, a chunk of its own.
 *
 *     const editor = createTextEditor(schema, { document, name }, draft ?? null);
 *     <Board editor={editor} /> <TextRail editor={editor} /> <TextPanel editor={editor} />
 */

export { type Part, readAnswer, readParts, type TextAnswer } from "./doc";
export { createTextEditor, type TextEditor, type TextOptions } from "./editor";
export { TextAnswers } from "./parts/answers";
export { Board, type BoardProps } from "./parts/board";
export { TextDiffList } from "./parts/diff-list";
export { TextDock, TextPhoneTools } from "./parts/dock";
export { useTextFault } from "./parts/fault-sentence";
export { TextFaults } from "./parts/faults";
export { TextPanel } from "./parts/panel";
export { TextRail } from "./parts/rail";
export { SpanList } from "./parts/spans";
export { TextView } from "./parts/view";
export { useText } from "./use";
