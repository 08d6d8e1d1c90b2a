import { describe, expect, it } from "vitest";
import {
  beginAxis,
  pan,
  resized,
  seen,
  toPixel,
  toPlace,
  whole,
  zoom,
} from "~/annotate/clock/axis";
import { isSegment, lanesOf, rowsOf, type Segment } from "~/annotate/clock/doc";
import { type ClockEditor, createClockEditor } from "~/annotate/clock/editor";
import { timeOf } from "~/annotate/clock/format";
import { CLOCK_ACTS } from "~/annotate/clock/keys";
import { stillPlayer } from "~/annotate/clock/player";
import { createKeymap } from "~/annotate/core/keymap";
import { press } from "../annotate/keys";

const LENGTH = 20_000;
const TALK = {
  kind: "segment",
  name: "talk",
  classes: [{ id: "speech" }, { id: "noise" }],
  speakers: [{ id: "s1" }, { id: "s2" }],
  texts: [{ name: "dialect" }],
};

function editorFor(label: object = {}, answer: unknown = null, frames = false): ClockEditor {
  const schema = { modality: "sound", labels: [{ ...TALK, ...label }] };
  return createClockEditor(
    schema,
    {
      modality: "sound",
      name: "a",
      facts: { length: LENGTH, frames },
      player: stillPlayer(LENGTH),
      reach: { step: 1000, far: 5000, fine: 10, made: 2000 },
    },
    answer,
  );
}
const segments = (editor: ClockEditor): Segment[] =>
  editor.get().answer.annotations.filter(isSegment);
const places = (editor: ClockEditor) => segments(editor).map((one) => [one.start, one.end]);

describe("segments", () => {
  it("are made, cut, joined and taken back", () => {
    const editor = editorFor();
    const id = editor.add(1000.4, 5000.6)!;
    expect(places(editor)).toEqual([[1000, 5001]]);
    editor.write(id, "dialect", "어제 장에");
    editor.player.seek(3000);
    expect(editor.split()).toBe(true);
    expect(places(editor)).toEqual([
      [1000, 3000],
      [3000, 5001],
    ]);
    // What was written stays with the first.
    expect(segments(editor).map((one) => one.texts)).toEqual([{ dialect: "어제 장에" }, {}]);
    editor.write(editor.get().selected[0]!, "dialect", "갔더니");
    editor.select([id]);
    expect(editor.merge()).toBe(true);
    expect(segments(editor)[0]).toMatchObject({
      start: 1000,
      end: 5001,
      texts: { dialect: "어제 장에 갔더니" },
    });
    for (let step = 0; step < 5; step += 1) expect(editor.undo()).toBe(true);
    expect(segments(editor)).toEqual([]);
    expect(editor.undo()).toBe(false);
    while (editor.redo()) {}
    expect(places(editor)).toEqual([[1000, 5001]]);
  });

  it("begin and end where the playhead is", () => {
    const editor = editorFor();
    editor.player.seek(4000);
    editor.begin();
    editor.player.seek(1500);
    editor.finish();
    expect(places(editor)).toEqual([[1500, 4000]]);
    editor.player.seek(2000);
    editor.moveEdge("start");
    editor.moveEdge("end", 10);
    expect(places(editor)).toEqual([[2000, 4010]]);
    editor.nudge(-50_000);
    expect(places(editor)).toEqual([[0, 2010]]);
    expect(editor.moveEdge("end", -9000)).toBe(false);
  });

  it("keep clear of each other where they must", () => {
    const editor = editorFor({ overlap: "none" });
    editor.add(1000, 5000);
    editor.add(3000, 8000);
    expect(places(editor)).toEqual([
      [1000, 5000],
      [5000, 8000],
    ]);
    const [first] = segments(editor);
    editor.place(first!.id, { end: 7000 });
    expect(places(editor)[0]).toEqual([1000, 5000]);
    expect(editor.add(2000, 3000)).toBeNull();
    expect(editor.faults().filter(({ code }) => code === "overlaps")).toEqual([]);
  });

  it("lie across those of others where only one speaker may not", () => {
    const editor = editorFor({ overlap: "speakers" });
    editor.add(1000, 5000);
    editor.select([]);
    editor.speak("s2");
    editor.add(3000, 8000);
    expect(places(editor)).toEqual([
      [1000, 5000],
      [3000, 8000],
    ]);
    expect(segments(editor).map((one) => one.speaker)).toEqual(["s1", "s2"]);
  });

  it("leave no gap where none may be: the edge of the next goes along", () => {
    const editor = editorFor({ cover: true, step: 1000 });
    editor.add(0, 9600);
    expect(places(editor)).toEqual([[0, 10_000]]);
    editor.add(10_000, LENGTH);
    const [first] = segments(editor);
    editor.place(first!.id, { end: 12_400 });
    expect(places(editor)).toEqual([
      [0, 12_000],
      [12_000, LENGTH],
    ]);
    expect(editor.place(first!.id, { end: LENGTH })).toBe(false);
    expect(editor.faults().filter(({ code }) => code === "gap")).toEqual([]);
  });

  it("get classes and speakers, what is made later too", () => {
    const editor = editorFor();
    editor.add(0, 1000);
    editor.pick(1);
    editor.speak("s2");
    expect(segments(editor)[0]).toMatchObject({ class: "noise", speaker: "s2" });
    editor.add(2000, 3000);
    expect(segments(editor)[1]).toMatchObject({ class: "noise", speaker: "s2" });
    editor.setReadOnly(true);
    expect(editor.remove()).toBe(false);
    expect(editor.add(5000, 6000)).toBeNull();
  });

  it("are pulled at without a step for each moment", () => {
    const editor = editorFor();
    const id = editor.add(0, 1000)!;
    for (const end of [1100, 1200, 1300]) editor.place(id, { end }, false);
    expect(places(editor)).toEqual([[0, 1300]]);
    expect(editor.answer().annotations).toMatchObject([{ end: 1000 }]);
    editor.place(id, { end: 1300 });
    editor.undo();
    expect(places(editor)).toEqual([[0, 1000]]);
  });

  it("stand in rows, no more than there are at once", () => {
    const one = (id: string, start: number, end: number) => ({ id, start, end }) as Segment;
    const given = [one("a", 0, 5), one("b", 2, 6), one("c", 5, 8), one("d", 10, 12)];
    const rows = rowsOf(given);
    expect([...rows.values()].map(({ row }) => row)).toEqual([0, 1, 0, 0]);
    expect(rows.get("a")?.rows).toBe(2);
    expect(rows.get("d")?.rows).toBe(1);
    expect(lanesOf(given).count).toBe(2);
  });
});

describe("keys of a clock", () => {
  it("do what they say, on any layout", () => {
    const editor = editorFor();
    const keymap = createKeymap([]);
    keymap.add(CLOCK_ACTS);
    keymap.on(editor.handlers);
    keymap.press(press("ArrowRight", "ArrowRight", { shiftKey: true }));
    keymap.press(press("KeyI", "ㅑ"));
    keymap.press(press("ArrowRight", "ArrowRight"));
    keymap.press(press("KeyO", "ㅐ"));
    expect(places(editor)).toEqual([[5000, 6000]]);
    keymap.press(press("Digit2", "@", { shiftKey: true }));
    expect(segments(editor)[0]!.speaker).toBe("s2");
    keymap.press(press("ArrowLeft", "ArrowLeft", { altKey: true }));
    expect(places(editor)).toEqual([[5000, 5990]]);
  });

  it("have no two acts of one key", () => {
    const keys = CLOCK_ACTS.flatMap((one) => one.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("axis", () => {
  const axis = resized(beginAxis(LENGTH), 1000);

  it("shows all of it, and keeps what is under the pointer where it is", () => {
    expect(seen(axis)).toEqual({ start: 0, end: LENGTH });
    const near = zoom(axis, 4, 250);
    expect(toPixel(near, 5000)).toBeCloseTo(250);
    expect(toPlace(near, 250)).toBeCloseTo(5000);
    expect(seen(whole(near))).toEqual({ start: 0, end: LENGTH });
  });

  it("does not leave what there is", () => {
    const near = zoom(axis, 10);
    expect(seen(pan(near, -1e9)).start).toBe(0);
    expect(seen(pan(near, 1e9)).end).toBeCloseTo(LENGTH);
    expect(zoom(axis, 1 / 100).scale).toBe(axis.scale);
  });

  it("goes along with the window's width until somebody has looked nearer", () => {
    expect(seen(resized(axis, 500))).toEqual({ start: 0, end: LENGTH });
    const near = zoom(axis, 10);
    expect(resized(near, 500).scale).toBe(near.scale);
  });
});

describe("times", () => {
  it("are those of clocks", () => {
    expect(timeOf(0)).toBe("0:00");
    expect(timeOf(7_949, 1)).toBe("0:07.9");
    expect(timeOf(59_999, 1)).toBe("1:00.0");
    expect(timeOf(3_723_045, 3)).toBe("1:02:03.045");
  });
});
