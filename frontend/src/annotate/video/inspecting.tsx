import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { inOrder, isClockMark } from "../clock/doc";
import { useNaming } from "../clock/use";
import { find } from "../core/doc";
import { inspecting as picture } from "../image/inspecting";
import type { Editing, Inspecting } from "../kit";
import type { Pin } from "../parts/pins";
import { WholeAnswers } from "../parts/whole-answers";
import type { VideoEditor } from "./editor";
import { Marks } from "./parts/panel";
import { isTrack } from "./tracks";
import { useTrackName, useVideo } from "./use";

type Of = { editor: VideoEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): VideoEditor => editor as unknown as VideoEditor;
const framed = (editor: Editing): Editing => own(editor).frame as unknown as Editing;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

const Answers = ({ editor }: Of) => <WholeAnswers editor={editor.frame} />;

/** What a pin points at, in words; that something is gone is said too. */
function Pointed({ editor, pin }: Of & { pin: Pin }) {
  const { t } = useTranslation(["annotate-video", "annotate-clock"]);
  const answer = useVideo(editor, (state) => state.answer);
  const trackName = useTrackName(editor);
  const naming = useNaming(editor.clock);
  const n = pin.at ?? 0;
  if (!pin.annotation) {
    if (typeof pin.at !== "number") return t("annotate-clock:pointed.whole");
    return t(typeof pin.x === "number" ? "pointed_spot" : "frame_n", { n });
  }
  const one = find(answer, pin.annotation);
  if (one === undefined) return <span className="c-warn">{t("annotate-clock:pointed.gone")}</span>;
  return isTrack(one) ? trackName(one) : naming.says(one);
}

/** Goes to the frame that a pin is about, and selects what it is about. */
function showPin(any: Editing, pin: Pin): void {
  const editor = own(any);
  const { annotation, x, at } = pin;
  if (typeof at === "number") editor.goTo(at);
  if (annotation && find(editor.get().answer, annotation) !== undefined) {
    editor.select([annotation]);
    editor.zoomTo(annotation);
  } else if (typeof x === "number") picture.showPin(framed(any), { ...pin, annotation: null });
}

/** Videos, for who inspects. */
export const inspecting: Inspecting = {
  showPin,
  chosen(editor) {
    const [annotation] = own(editor).get().selected;
    if (annotation !== undefined) return { annotation };
    return { at: own(editor).film.time.get() };
  },
  things(editor) {
    const { answer } = editor.get();
    const others = answer.annotations.filter((one) => !isTrack(one) && !isClockMark(one));
    return [...own(editor).tracks(), ...inOrder(answer), ...others].map((one) => one.id);
  },
  choose(editor, id) {
    own(editor).select([id]);
    own(editor).reveal(id);
  },
  setPinning(editor, pinning) {
    own(editor).frame.setTool(pinning ? "pin" : "select");
    own(editor).clock.patch({ pinning });
  },
  keepLooks: (editor) => picture.keepLooks(framed(editor)),
  follow(editor, from) {
    picture.follow(framed(editor), framed(from));
    own(editor).clock.axis.set(own(from).clock.axis.get());
    own(editor).film.seek(own(from).film.time.get());
  },
  List: given(Marks),
  Answers: given(Answers),
  Pointed: given(Pointed),
  // Letters that step in the editor decide here.
  looking: [
    "clock.play",
    "clock.fine_back",
    "clock.fine_on",
    "clock.home",
    "clock.end",
    "clock.slower",
    "clock.faster",
    "move.left",
    "move.right",
    "move_far.left",
    "move_far.right",
    "video.far_back",
    "video.far_on",
    "video.time_near",
    "video.time_far",
    "video.time_fit",
    "zoom.in",
    "zoom.out",
    "zoom.fit",
    "select.next",
    "select.previous",
    "hide.all",
  ],
};
