import { beforeEach, describe, expect, it } from "vitest";
import { resized } from "~/annotate/clock/axis";
import { isSegment, type Segment } from "~/annotate/clock/doc";
import { createSeriesEditor } from "~/annotate/series/editor";
import { digitsOf, rowsIn, scaleOf, shownOf } from "~/annotate/series/lanes";
import { beginOf, spanOf, written } from "~/annotate/series/times";

const STAGES = {
  kind: "segment",
  name: "stages",
  overlap: "none",
  cover: true,
  step: 30_000,
  classes: [{ id: "W" }, { id: "N1" }, { id: "R" }],
};
const BREATH = { kind: "segment", name: "breath", classes: [{ id: "apnea" }] };
const settled = () => new Promise((done) => setTimeout(done));

/** A series of three channels that measure 0 to 99 again and again. */
function opened(labels: unknown[], { length = 310_000, answer = null as unknown } = {}) {
  const count = 310;
  const values = Float32Array.from({ length: 3 * count }, (_, n) => n % 100);
  return createSeriesEditor(
    { modality: "series", labels },
    {
      modality: "series",
      name: "a.csv",
      facts: {
        modality: "series",
        length,
        points: count,
        channels: [{ name: "a" }, { name: "b", unit: "mV" }, { name: "c" }],
        period: length / count,
        start: null,
      },
      prepared: { data: { levels: [{ factor: 1, offset: 0, count }] }, times: null },
      address: () => Promise.reject(new Error()),
      blob: () => Promise.reject(new Error()),
      range: (_, from, bytes) => Promise.resolve(values.buffer.slice(from, from + bytes)),
    },
    answer,
  );
}
type Opened = ReturnType<typeof opened>;
const given = (editor: Opened) =>
  editor
    .answer()
    .annotations.filter((one): one is Segment => isSegment(one))
    .sort((a, b) => a.start - b.start)
    .map((one) => [one.class, one.start, one.end] as const);

describe("epoch by epoch", () => {
  let editor: Opened;
  beforeEach(() => {
    editor = opened([STAGES, BREATH]);
  });
  const epochs = () => editor.epochs!;

  it("gives a class and goes on, until the last that the end cuts short", () => {
    expect(epochs().count).toBe(11);
    for (let n = 0; n < 11; n += 1) editor.pick(n % 3);
    expect(epochs().done(editor.answer())).toBe(11);
    expect(given(editor)[1]).toEqual(["N1", 30_000, 60_000]);
    expect(given(editor).at(-1)).toEqual(["N1", 300_000, 310_000]);
    expect(editor.faults()).toEqual([]);
    expect(epochs().current(), "the last stays in hand").toBe(10);
  });

  it("gives another class in the place of the one before, in one step", () => {
    editor.pick(0);
    epochs().by(-1);
    editor.pick(2);
    expect(given(editor)).toEqual([["R", 0, 30_000]]);
    editor.undo();
    expect(given(editor)).toEqual([["W", 0, 30_000]]);
  });

  it("finds the next that is open, round about", () => {
    epochs().go(9);
    editor.pick(0);
    editor.pick(0);
    expect(epochs().nextOpen()).toBe(true);
    expect(epochs().current()).toBe(0);
    for (let n = 0; n < 9; n += 1) editor.pick(1);
    expect(epochs().nextOpen()).toBe(false);
  });

  it("takes what lies over several epochs apart", () => {
    const long = { kind: "segment", id: "x", name: "stages", class: "W", start: 0, end: 120_000 };
    editor = opened([STAGES], { answer: { modality: "series", annotations: [long] } });
    expect(epochs().current(), "it begins at the first that is open").toBe(4);
    epochs().go(1);
    editor.pick(1);
    expect(given(editor)).toEqual([
      ["W", 0, 30_000],
      ["N1", 30_000, 60_000],
      ["W", 60_000, 120_000],
    ]);
    const ids = editor.answer().annotations.map((one) => one.id);
    expect(new Set(ids).size).toBe(3);
    epochs().go(3);
    epochs().clear();
    expect(given(editor).at(-1)).toEqual(["W", 60_000, 90_000]);
  });

  it("gives other segments their own place, whatever epoch was looked at", () => {
    editor.pick(0);
    const [epoch] = editor.answer().annotations;
    editor.select([epoch!.id]);
    editor.pick(3);
    expect(given(editor)).toEqual([["W", 0, 30_000]]);
    editor.add(1000, 5000);
    expect(
      editor
        .answer()
        .annotations.map((one) => one.name)
        .sort(),
    ).toEqual(["breath", "stages"]);
  });

  it("changes nothing for who only reads", () => {
    editor.setReadOnly(true);
    editor.pick(0);
    epochs().clear();
    expect(editor.answer().annotations).toEqual([]);
  });

  it("begins with some epochs in sight", () => {
    editor.axis.set(resized(editor.axis.get(), 1000));
    const { start, scale, width } = editor.axis.get();
    expect(start).toBe(0);
    expect(width / scale).toBeCloseTo(300_000, -1);
  });

  it("is no work for segments of any length", () => {
    expect(opened([BREATH]).epochs).toBeNull();
    expect(opened([{ ...STAGES, cover: false }]).epochs).toBeNull();
  });
});

describe("channels", () => {
  it("are hidden, but for one, ordered, and shown again", () => {
    const editor = opened([BREATH]);
    editor.takeChannel(1);
    expect(editor.moveChannel(-1)).toBe(true);
    expect(shownOf(editor.lanes.get())).toEqual([1, 0, 2]);
    editor.hideChannel();
    expect(editor.get().channel, "the next is in hand").toBe("a");
    editor.hideChannel(2);
    expect(editor.hideChannel(0)).toBe(false);
    expect(shownOf(editor.lanes.get())).toEqual([0]);
    editor.showChannels();
    expect(shownOf(editor.lanes.get())).toEqual([1, 0, 2]);
    expect(editor.nextChannel(1)).toBe(true);
    expect(editor.get().channel).toBe("c");
  });

  it("have a scale each, that fits what is in sight, and then all", async () => {
    const editor = opened([BREATH]);
    editor.axis.set(resized(editor.axis.get(), 1000));
    expect(scaleOf(editor, 1)).toBeNull();
    await settled();
    const all = scaleOf(editor, 1)!;
    expect(all[0]).toBeLessThan(0);
    expect(all[1]).toBeGreaterThan(99);
    editor.zoomBy(20, 0);
    editor.fitChannel(1);
    const near = scaleOf(editor, 1)!;
    expect(near[1] - near[0]).toBeLessThan(40);
    editor.fitChannel(1);
    expect(scaleOf(editor, 1)).toEqual(all);
    editor.zoomChannel(2, 1);
    const twice = scaleOf(editor, 1)!;
    expect(twice[1] - twice[0]).toBeCloseTo((all[1] - all[0]) / 2);
  });

  it("are as high as there is room, and never too low to be seen", () => {
    const { lanes } = opened([BREATH]);
    expect(rowsIn(lanes.get(), 600).map((row) => row.top)).toEqual([0, 200, 400]);
    expect(rowsIn(lanes.get(), 90).every((row) => row.height >= 56)).toBe(true);
    expect([digitsOf([0, 1]), digitsOf([0, 5000]), digitsOf([1, 1])]).toEqual([3, 0, 0]);
  });
});

describe("times", () => {
  it("are since the start, as exactly as asked for", () => {
    expect(written(62_500, null, 1000)).toBe("1:03");
    expect(written(62_500, null, 100)).toBe("1:02.5");
    expect(written(3_723_004, null, 1)).toBe("1:02:03.004");
    expect(spanOf(90_000)).toBe("1:30");
  });

  it("are those of the clock that was there, where it is known", () => {
    const begin = beginOf("2026-03-04T23:59:30.000+09:00");
    expect(written(0, begin, 1000)).toBe("23:59:30");
    expect(written(31_000, begin, 1000)).toBe("00:00:01");
    expect(written(31_000, begin, 60_000)).toBe("00:00");
    expect(written(0, begin, 864e5)).toBe("3. 4.");
    expect(beginOf(null)).toBeNull();
    expect(beginOf("yesterday")).toBeNull();
  });
});
