import type { ComponentType } from "react";
import type { Editing, Inspecting } from "../kit";
import type { Pin } from "../parts/pins";
import { WholeAnswers } from "../parts/whole-answers";
import { reveal } from "./axis";
import { inOrder, isClockMark, markOf, startOf } from "./doc";
import type { ClockEditor } from "./editor";
import { ClockList } from "./parts/list";
import { ClockPointed } from "./parts/pointed";
import { ClockRelations } from "./parts/relations";

type Of = { editor: ClockEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): ClockEditor => editor as unknown as ClockEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

const List = ({ editor }: Of) => (
  <>
    <ClockList editor={editor} />
    <ClockRelations editor={editor} />
  </>
);

function choose(editor: ClockEditor, id: string): void {
  const mark = markOf(editor.get().answer, id);
  editor.select([id]);
  if (mark === undefined) return;
  editor.reveal(id);
  editor.player.seek(startOf(mark));
}

function showPin(any: Editing, { annotation, at }: Pin): void {
  const editor = own(any);
  if (annotation) choose(editor, annotation);
  else if (typeof at === "number") {
    editor.player.seek(at);
    editor.axis.set(reveal(editor.axis.get(), { start: at, end: at }));
  }
}

/** What has a clock, for who inspects. */
export const clockInspecting: Inspecting = {
  showPin,
  chosen(editor) {
    const [annotation] = own(editor).get().selected;
    // Else what is said is said of the moment.
    return annotation === undefined ? { at: own(editor).player.time.get() } : { annotation };
  },
  things(editor) {
    const { annotations } = editor.get().answer;
    const others = annotations.filter((one) => !isClockMark(one));
    return [...inOrder({ annotations }), ...others].map((one) => one.id);
  },
  choose: (editor, id) => choose(own(editor), id),
  setPinning: (editor, pinning) => own(editor).patch({ pinning }),
  keepLooks: () => () => {},
  follow(editor, from) {
    own(editor).axis.set(own(from).axis.get());
    own(editor).player.seek(own(from).player.time.get());
  },
  List: given(List),
  Answers: given(WholeAnswers as unknown as ComponentType<Of>),
  Pointed: given(ClockPointed),
  looking: [
    "clock.play",
    "clock.back",
    "clock.on",
    "zoom.in",
    "zoom.out",
    "zoom.fit",
    "select.next",
    "select.previous",
    "hide.all",
  ],
};
