/** What stands in the way of saving a draft, and where the server's own errors belong in it. */
import { FACTS } from "./kinds/facts";
import { idOf, type LabelDraft, type Row, type SchemaDraft, written } from "./model";
import { namesOf, sentLabels } from "./schema";

export type FaultCode =
  | "unnamed"
  | "twice"
  | "name_twice"
  | "no_classes"
  | "no_options"
  | "no_points"
  | "no_speakers"
  | "no_text"
  | "question"
  | "range"
  | "lengths"
  | "takes"
  | "seconds"
  | "light"
  | "nothing";
/** What is wrong with a row or a question, by its key; "all" for the whole. */
export type Faults = ReadonlyMap<string, FaultCode>;
export const NONE: Faults = new Map();

function rowFaults(rows: readonly Row[], faults: Map<string, FaultCode>): void {
  const seen = new Set<string>();
  for (const row of rows.filter(written)) {
    const id = idOf(row);
    if (id === "") faults.set(row.key, "unnamed");
    else if (seen.has(id)) faults.set(row.key, "twice");
    seen.add(id);
  }
}

function settingFault({ kind, settings, speakers }: LabelDraft): FaultCode | null {
  const { min, max, min_length: low, max_length: high } = settings;
  const { count_min, count_max, min_seconds, max_seconds, min_light, max_light } = settings;
  if ((count_min ?? 1) > (count_max ?? 1)) return "takes";
  if ((min_seconds ?? 1) > (max_seconds ?? 600)) return "seconds";
  if ((min_light ?? 40) > (max_light ?? 220)) return "light";
  if (settings.overlap === "speakers" && !speakers.some(written)) return "no_speakers";
  if (kind === "rating" && (min ?? 1) >= (max ?? 5)) return "range";
  if (kind !== "rating" && typeof max === "number" && (min ?? 0) > max) return "range";
  return (low ?? 0) > (high ?? Number.POSITIVE_INFINITY) ? "lengths" : null;
}

function ownFault(label: LabelDraft): FaultCode | null {
  const facts = FACTS[label.kind];
  if (facts.place === "ask" && label.ko.trim() === "" && label.en.trim() === "") return "question";
  if (facts.classes && !label.classes.some(written)) return "no_classes";
  if (label.skeleton !== null && !label.skeleton.points.some(written)) return "no_points";
  return settingFault(label);
}

/** Everything that has to be mended before the draft can be sent. */
export function faultsOf(draft: SchemaDraft): Faults {
  if (sentLabels(draft).length === 0) return new Map([["all", "nothing"]]);
  const faults = new Map<string, FaultCode>();
  const names = new Set<string>();
  const stored = namesOf(draft);
  for (const label of draft.labels) {
    const name = stored.get(label.key) ?? "";
    if (names.has(name)) faults.set(label.key, "name_twice");
    names.add(name);
    const own = ownFault(label);
    if (own !== null) faults.set(label.key, own);
    rowFaults(label.classes, faults);
    rowFaults(label.skeleton?.points ?? [], faults);
    rowFaults(label.attributes, faults);
    rowFaults(label.speakers, faults);
    rowFaults(label.lines, faults);
    for (const one of label.lines) {
      if (!written(one)) faults.set(one.key, "unnamed");
      rowFaults(one.marks, faults);
      for (const mark of one.marks.filter(written))
        if (mark.text.trim() === "") faults.set(mark.key, "no_text");
    }
    for (const one of label.attributes) {
      rowFaults(one.options, faults);
      const needs = one.kind === "choice" || one.kind === "many";
      if (!written(one)) faults.set(one.key, "unnamed");
      else if (needs && !one.options.some(written)) faults.set(one.key, "no_options");
      else if (one.min !== null && one.max !== null && one.min > one.max)
        faults.set(one.key, "range");
    }
  }
  return faults;
}

/** The key of the row that a path of the sent schema (`labels.2.box.classes.1.id`) is about. */
export function keyAt(draft: SchemaDraft, path: string): string {
  const steps = path.split(".");
  const label = sentLabels(draft)[Number(steps[1])];
  if (steps[0] !== "labels" || label === undefined) return "all";
  const lists: Record<string, readonly Row[]> = {
    classes: label.classes.filter(written),
    attributes: label.attributes.filter(written),
    points: label.skeleton?.points.filter(written) ?? [],
    speakers: label.speakers.filter(written),
    texts: label.lines.filter(written),
  };
  for (const [at, step] of steps.entries()) {
    const row = lists[step]?.[Number(steps[at + 1])];
    if (row !== undefined) return row.key;
  }
  return label.key;
}
