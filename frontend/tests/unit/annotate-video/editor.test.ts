import { beforeAll, describe, expect, test } from "vitest";
import { stillPlayer } from "~/annotate/clock/player";
import { put } from "~/annotate/core/doc";
import type { MediaSource } from "~/annotate/media";
import type { Track } from "~/annotate/video/doc";
import { createVideoEditor, type VideoEditor } from "~/annotate/video/editor";
import type { Film } from "~/annotate/video/film";
import { videoKit } from "~/annotate/video/kit";

const SCHEMA = {
  modality: "video",
  labels: [
    { kind: "box_track", name: "cars", classes: [{ id: "car" }, { id: "bus" }] },
    { kind: "segment", name: "acts", classes: [{ id: "walk" }] },
    { kind: "class", name: "sky", classes: [{ id: "sun" }, { id: "rain" }] },
  ],
};
const SOURCE = {
  modality: "video",
  name: "v",
  facts: {
    modality: "video",
    length: 100,
    width: 640,
    height: 360,
    duration: 4000,
    rate: [25, 1],
    sound: false,
  },
  prepared: {},
} as unknown as MediaSource<"video">;

/** A film that shows what it is asked for at once. */
function stillFilm(): Film {
  const player = stillPlayer(100);
  return {
    ...player,
    shown: player.time,
    timeOf: (frame: number) => frame * 40,
  } as unknown as Film;
}
const open = (answer: unknown = null): VideoEditor =>
  createVideoEditor(SCHEMA, SOURCE, answer, {}, stillFilm());
const tracks = (editor: VideoEditor) =>
  editor.answer().annotations.filter((one): one is Track => one.kind === "box_track");
const frames = (track: Track | undefined) => track?.keyframes.map((one) => one.frame);

beforeAll(() => videoKit.ready(SCHEMA));

describe("what is drawn on a frame", () => {
  test("is a track, and elsewhere on another frame a keyframe of it", () => {
    const editor = open();
    editor.frame.add();
    expect(frames(tracks(editor)[0])).toEqual([0]);
    editor.goTo(20);
    editor.frame.nudge(5, 0);
    expect(frames(tracks(editor)[0])).toEqual([0, 20]);
    editor.goTo(10);
    const [at0, at20] = [0, 20].map((n) => {
      editor.goTo(n);
      return (editor.frame.marks()[0] as unknown as { x: number }).x;
    });
    editor.goTo(10);
    expect((editor.frame.marks()[0] as unknown as { x: number }).x).toBe((at0! + at20!) / 2);
  });

  test("is one step back and forth, whoever drew it; holding a key is one movement", () => {
    const editor = open();
    editor.frame.add();
    for (let n = 0; n < 5; n += 1) editor.frame.nudge(1, 0);
    editor.goTo(4);
    editor.frame.nudge(1, 0);
    expect(editor.undo()).toBe(true);
    expect(frames(tracks(editor)[0])).toEqual([0]);
    editor.undo();
    editor.undo();
    expect(tracks(editor)).toEqual([]);
    expect(editor.frame.marks()).toEqual([]);
    while (editor.redo());
    expect(frames(tracks(editor)[0])).toEqual([0, 4]);
  });

  test("leaves alone what is not seen there", () => {
    const editor = open();
    editor.frame.add();
    editor.goTo(5);
    editor.toggleOutside();
    editor.goTo(50);
    expect(editor.frame.marks()).toEqual([]);
    editor.frame.add();
    expect(tracks(editor)).toHaveLength(2);
    editor.frame.hands.select(editor.frame.marks().map((one) => one.id));
    editor.remove();
    expect(tracks(editor)).toHaveLength(1);
    expect(frames(tracks(editor)[0])).toEqual([0, 5]);
  });
});

test("segments, choices and tracks are one answer with one history", () => {
  const editor = open();
  editor.frame.add();
  editor.pick(2);
  editor.begin();
  editor.goTo(30);
  editor.finish();
  editor.pick(4);
  const kinds = () => editor.answer().annotations.map((one) => one.kind);
  expect(kinds()).toEqual(["box_track", "segment", "class"]);
  expect(editor.answer().modality).toBe("video");
  for (let n = 0; n < 3; n += 1) editor.undo();
  expect(kinds()).toEqual([]);
});

test("a class is the whole track's", () => {
  const editor = open();
  editor.frame.add();
  editor.goTo(9);
  editor.frame.nudge(3, 3);
  editor.relabel([tracks(editor)[0]!.id], 1);
  expect(tracks(editor)[0]?.class).toBe("bus");
  expect(frames(tracks(editor)[0])).toEqual([0, 9]);
});

test("who only reads changes nothing, and what is wrong is found", () => {
  const editor = createVideoEditor(SCHEMA, SOURCE, null, { readOnly: true }, stillFilm());
  expect(editor.frame.add()).toBe(false);
  expect(editor.toggleKey()).toBe(false);
  expect(editor.split()).toBe(false);
  const late = {
    id: "t",
    name: "cars",
    class: "car",
    kind: "box_track",
    keyframes: [{ frame: 100, x: 0, y: 0, width: 9, height: 9 }],
  };
  const wrong = editor.faultsOf(put(editor.answer(), late as never));
  expect(wrong.map((one) => one.code)).toEqual(["past_last_frame", "required"]);
});
