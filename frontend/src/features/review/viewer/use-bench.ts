import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Answer } from "~/annotate/core/doc";
import type { Fault } from "~/annotate/core/validity";
import type { Editing, Placed, Source } from "~/annotate/kit";
import type { Pin as Shown } from "~/annotate/parts/pins";
import { useMe } from "~/api/session";
import { type Comparison, changesIn, compare, comparisonOf, saidBefore } from "../model/compare";
import {
  type Judgement,
  type Lack,
  lackOf,
  MOST_PINS,
  MOST_RETURNS,
  type Pin,
  saidOf,
  stops,
  type Verdict,
} from "../model/judgement";
import { nameOf, useJudgement } from "./judgements";
import { isBetween, type ReviewKit, type Work } from "./use-piece";

const VERDICTS: readonly Verdict[] = ["approve", "fix", "return", "reject"];
const BETWEEN: readonly Verdict[] = ["approve", "fix"];

export type Layer = "before" | "after" | "difference";

/** One piece on the desk: what is to be looked at or mended, and what is being decided. */
export type Bench = {
  work: Work;
  kit: ReviewKit;
  editor: Editing;
  judgement: Judgement;
  change: (part: Partial<Judgement>) => void;
  comparison: Comparison | null;
  layer: Layer;
  setLayer: (layer: Layer) => void;
  mending: boolean;
  /** Why the mended answer cannot be sent as it is. */
  faults: readonly Fault[];
  /** Begins to mend, or shows what has been mended. */
  mend: () => void;
  /** The answer stays as it was. */
  drop: () => void;
  choose: (verdict: Verdict) => void;
  /** What may be decided here: between answers one chooses, or mends. */
  verdicts: readonly Verdict[];
  lack: Lack | null;
  /** The answer was sent back as often as it may be. */
  noReturns: boolean;
  pinning: boolean;
  setPinning: (on: boolean) => void;
  addPin: (pin: Pin) => void;
  /** What the board shows: these pins, and those of the inspection before. */
  pins: readonly Shown[];
  /** Opens the word for what is selected or marked; false where nothing is. */
  say: () => boolean;
  /** The pin whose word is to be written now, by its index. */
  writing: number | null;
  setWriting: (pin: number | null) => void;
};

/** Everything that can be done about one piece; made anew for each (`key`). */
export function useBench(work: Work, source: Source, kit: ReviewKit): Bench {
  const me = useMe();
  const [judgement, change] = useJudgement(nameOf(me.id, work.project_id, work.id));
  const latest = useRef(judgement);
  latest.current = judgement;
  const [mending, setMending] = useState(false);
  const [pinning, setPin] = useState(false);
  const original = useMemo(() => kit.readAnswer(work.subject?.answer), [kit, work]);

  const addPin = useCallback(
    (pin: Pin) => {
      const { pins } = latest.current;
      const twice = pin.x === undefined && saidOf(pins, pin) >= 0;
      if (!twice && pins.length < MOST_PINS) change({ pins: [...pins, pin] });
    },
    [change],
  );
  const [writing, setWriting] = useState<number | null>(null);
  const place = useCallback(
    ({ annotation, ...spot }: Placed) =>
      addPin({ ...spot, ...(annotation === null ? {} : { annotation }) }),
    [addPin],
  );
  const mended = judgement.answer === null ? null : kit.readAnswer(judgement.answer);
  const [reader] = useState(() =>
    kit.open(
      work.label_schema,
      source,
      judgement.verdict === "fix" && mended !== null ? mended : original,
      { readOnly: true, place },
    ),
  );
  const mender = useRef<Editing | null>(null);
  useEffect(() => kit.keepLooks(reader), [kit, reader]);
  const [faults, setFaults] = useState<readonly Fault[]>([]);

  const given = useMemo(() => comparisonOf(kit, work), [kit, work]);
  const mine = useMemo(
    () => (mended === null ? null : compare(kit, "fixed_by_me", original, mended)),
    [kit, original, mended],
  );
  const fixing = judgement.verdict === "fix" && mine !== null;
  const comparison = fixing ? mine : given;
  const [layer, show] = useState<Layer>(comparison === null ? "after" : "difference");

  const setLayer = useCallback(
    (next: Layer, of: Comparison | null = comparison) => {
      show(next);
      const answer: Answer = of === null ? original : next === "before" ? of.before : of.after;
      if (reader.get().answer !== answer) reader.replace(answer);
    },
    [reader, original, comparison],
  );

  const mend = () => {
    if (!mending) {
      if (mender.current === null) {
        const made = kit.open(work.label_schema, source, mended ?? original);
        kit.follow(made, reader);
        // Kept with every stroke, so that nothing is lost with the page.
        made.onChange((answer) => change({ answer: { ...answer } }));
        mender.current = made;
      }
      setPinning(false);
      setMending(true);
      change({ verdict: "fix" });
      return;
    }
    const wrong = mender.current!.faults();
    setFaults(wrong);
    if (wrong.length > 0) return;
    const answer = mender.current!.answer();
    const next = compare(kit, "fixed_by_me", original, answer);
    const changed = changesIn(next) > 0;
    change({ verdict: "fix", answer: changed ? { ...answer } : null });
    setMending(false);
    setLayer(changed ? "difference" : "after", changed ? next : given);
  };
  // Who has chosen what to mend begins at once.
  const begins = useRef(isBetween(work) && judgement.verdict === "fix" && mended === null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for a piece
  useEffect(() => {
    if (begins.current && !mending) mend();
    begins.current = false;
  }, []);
  const drop = () => {
    mender.current = null;
    setMending(false);
    setFaults([]);
    change({ verdict: null, answer: null });
    setLayer(given === null ? "after" : "difference", given);
  };
  const setPinning = (on: boolean) => {
    setPin(on);
    kit.setPinning(reader, on);
    // Keys set pins from now on, not the button that began it.
    if (on) document.querySelector<HTMLElement>("main.stage")?.focus({ preventScroll: true });
  };
  const say = () => {
    const about = kit.chosen(reader);
    if (about === null || mending) return false;
    const at = saidOf(judgement.pins, about);
    // At once, so that the next key is written already.
    flushSync(() => {
      addPin(about);
      setWriting(at < 0 ? Math.min(judgement.pins.length, MOST_PINS - 1) : at);
    });
    return true;
  };
  const pins = useMemo(() => {
    const earlier = (saidBefore(work)[0]?.pins ?? []) as Pin[];
    return [...judgement.pins, ...earlier.map((pin) => ({ ...pin, earlier: true }))];
  }, [work, judgement.pins]);
  const verdicts = isBetween(work) ? BETWEEN : VERDICTS;
  const noReturns = (work.subject?.attempt ?? 1) > MOST_RETURNS;
  const choose = (verdict: Verdict) => {
    if (!verdicts.includes(verdict)) return;
    if (verdict === "fix") mend();
    else if (!(verdict === "return" && noReturns)) {
      change({ verdict });
      if (judgement.verdict === "fix") setLayer(given === null ? "after" : "difference", given);
    }
  };
  return {
    work,
    kit,
    editor: mending && mender.current !== null ? mender.current : reader,
    judgement,
    change,
    comparison: mending ? null : comparison,
    layer,
    setLayer,
    mending,
    faults,
    mend,
    drop,
    choose,
    verdicts,
    lack: lackOf(judgement, mine === null ? 0 : changesIn(mine)),
    noReturns,
    pinning: pinning && !stopsPins(judgement.verdict),
    setPinning,
    addPin,
    pins,
    say,
    writing,
    setWriting,
  };
}

/** Pins say where something is wrong: an approval has none. */
const stopsPins = (verdict: Verdict | null): boolean =>
  verdict !== null && !stops(verdict) && verdict !== "fix";
