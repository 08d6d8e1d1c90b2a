import type { Values } from "../../core/ask";
import { type Answer, type Id, put } from "../../core/doc";
import {
  type ClockLabel,
  type ClockMark,
  inOrder,
  isClockLabel,
  isSegment,
  isSegmentLabel,
  markOf,
  type Segment,
  type SegmentLabel,
} from "../doc";
import type { Core } from "../editor";

export type Texts = Readonly<Record<string, string>>;

/** What all acts reach for: what is selected, what lies under the playhead, what the next mark gets. */
export function handOf(core: Core) {
  const { get, commit, choices, player } = core;
  const open = () => !get().readOnly;
  const labelOf = (name: string): ClockLabel | undefined => {
    const label = core.schema.labels.find((one) => one.name === name);
    return label !== undefined && isClockLabel(label) ? label : undefined;
  };
  const segmentLabel = (name: string): SegmentLabel | undefined => {
    const label = labelOf(name);
    return label !== undefined && isSegmentLabel(label) ? label : undefined;
  };
  const chosen = (): readonly ClockMark[] =>
    get()
      .selected.map((id) => markOf(get().answer, id))
      .filter((one) => one !== undefined);
  const segments = (): readonly Segment[] => chosen().filter(isSegment);
  const keep = (answer: Answer, selected?: readonly Id[], kind?: string) =>
    commit(answer, selected, kind);
  const having = (...ones: ClockMark[]): Answer => put(get().answer, ...ones);
  /** The label and class that the next mark gets: those in hand, else the first of its kind. */
  const inHand = (kind: ClockLabel["kind"]) => {
    const now = choices[get().choice];
    const one =
      now !== undefined && now.label.kind === kind
        ? now
        : choices.find((each) => each.label.kind === kind);
    return one === undefined ? null : { label: one.label as ClockLabel, class: one.class.id };
  };
  /** The segment under the playhead: the selected one, else the last that began. */
  const here = (): Segment | undefined => {
    const at = player.time.get();
    const around = inOrder(get().answer).filter(
      (one): one is Segment => isSegment(one) && one.start <= at && at < one.end,
    );
    return around.find((one) => get().selected.includes(one.id)) ?? around.at(-1);
  };
  const channelFor = (label: ClockLabel, channel: string | null | undefined) =>
    label.per === "channel" ? { channel: channel ?? get().channel } : {};
  return { open, labelOf, segmentLabel, chosen, segments, keep, having, inHand, here, channelFor };
}
export type Hand = ReturnType<typeof handOf>;

export const valued = (attributes: Values) => ({ attributes });
/** What is written, without the lines that say nothing. */
export const lines = (texts: Texts): { texts: Texts } => ({
  texts: Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== "")),
});
