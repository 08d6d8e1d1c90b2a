/** Between the draft and the API's own JSON: `draftOf` reads, `schemaOf` writes. */

import type { Line, Speaker } from "~/annotate/clock/doc";
import type { Attribute, Label, LabelClass, Schema } from "~/annotate/core/doc";
import { FACTS } from "./kinds/facts";
import {
  type AttributeDraft,
  type AttributeKind,
  type ClassDraft,
  freshKey,
  idOf,
  type LabelDraft,
  type LineDraft,
  type Row,
  type SchemaDraft,
  type Settings,
  type SkeletonDraft,
  type SpeakerDraft,
  written,
} from "./model";
import { placed } from "./skeleton/layout";

type Json = Record<string, unknown>;
type Names = { ko?: string | null; en?: string | null };

const rowFrom = (id: string, names: Names): Row => ({
  key: freshKey(),
  id,
  ko: names.ko ?? "",
  en: names.en ?? "",
  fixed: true,
});

const keyed = (rows: readonly Row[]): Map<string, string> =>
  new Map(rows.map((row) => [row.id, row.key]));

function classesFrom(given: readonly LabelClass[]): ClassDraft[] {
  const rows = given.map((one) => ({
    ...rowFrom(one.id, one),
    colour: one.colour ?? "",
    parent: "",
    min: one.min ?? null,
    max: one.max ?? null,
  }));
  const keys = keyed(rows);
  return rows.map((row, at) => ({ ...row, parent: keys.get(given[at]?.parent ?? "") ?? "" }));
}

function attributesFrom(
  given: readonly Attribute[],
  classes: Map<string, string>,
): AttributeDraft[] {
  const rows = given.map((one) => ({
    ...rowFrom(one.name, one),
    kind: one.kind as AttributeKind,
    options: (one.options ?? []).map((option) => rowFrom(option.id, option)),
    min: one.min ?? null,
    max: one.max ?? null,
    step: one.step ?? null,
    maxLength: one.max_length ?? null,
    required: one.required ?? false,
    classes: one.classes?.flatMap((id) => classes.get(id) ?? []) ?? null,
    when: null,
  }));
  const known = new Map(rows.map((row) => [row.id, row]));
  return rows.map((row, at) => {
    const when = given[at]?.when;
    const before = known.get(when?.attribute ?? "");
    if (!when || before === undefined) return row;
    const options = keyed(before.options);
    const values = when.in.flatMap((one) =>
      typeof one === "boolean" ? String(one) : (options.get(one) ?? []),
    );
    return { ...row, when: { attribute: before.key, in: values } };
  });
}

type StoredSkeleton = {
  points: readonly (Names & { id: string; x?: number | null; y?: number | null })[];
  edges?: readonly (readonly [number, number])[];
};

function skeletonFrom(given: StoredSkeleton): SkeletonDraft {
  const edges = given.edges ?? [];
  const spots = placed(given.points, edges);
  const points = given.points.map((one, at) => ({ ...rowFrom(one.id, one), ...spots[at]! }));
  return {
    points,
    edges: edges.flatMap(([a, b]) => {
      const [one, other] = [points[a]?.key, points[b]?.key];
      return one && other ? [[one, other] as [string, string]] : [];
    }),
  };
}

const speakersFrom = (given: readonly Speaker[]): SpeakerDraft[] =>
  given.map((one) => ({ ...rowFrom(one.id, one), colour: one.colour ?? "" }));

const linesFrom = (given: readonly Line[]): LineDraft[] =>
  given.map((one) => ({
    ...rowFrom(one.name, one),
    required: one.required ?? true,
    maxLength: one.max_length ?? null,
    language: one.language ?? "",
    marks: (one.marks ?? []).map((mark) => ({ ...rowFrom(mark.id, mark), text: mark.text })),
  }));

/** What refers to other labels, by name when it is stored, by key in a draft. */
const REFERRING = ["from", "to", "of"] as const;

/** The stored schema, to be edited. */
export function draftOf(schema: Schema): SchemaDraft {
  const labels = schema.labels.map((given): LabelDraft => {
    const { kind, name, ko, en, classes, attributes, skeleton, speakers, texts, ...rest } =
      given as Label & {
        classes?: LabelClass[];
        attributes?: Attribute[];
        skeleton?: StoredSkeleton;
        speakers?: readonly Speaker[] | null;
        texts?: readonly Line[];
      };
    const rows = classesFrom(classes ?? []);
    return {
      ...rowFrom(name, { ko, en }),
      kind,
      classes: rows,
      attributes: attributesFrom(attributes ?? [], keyed(rows)),
      skeleton: skeleton ? skeletonFrom(skeleton) : null,
      speakers: speakersFrom(speakers ?? []),
      lines: linesFrom(texts ?? []),
      settings: rest as Settings,
    };
  });
  const keys = keyed(labels);
  return {
    modality: schema.modality,
    labels: labels.map((label) => {
      const { evidence } = label.settings;
      const settings = { ...label.settings };
      for (const name of REFERRING) {
        const names = settings[name];
        if (names) settings[name] = names.flatMap((one) => keys.get(one) ?? []);
      }
      if (evidence) settings.evidence = keys.get(evidence) ?? null;
      return { ...label, settings };
    }),
  };
}

const named = (row: Row): Json => ({
  ...(row.ko.trim() && { ko: row.ko.trim() }),
  ...(row.en.trim() && { en: row.en.trim() }),
});

/** Without what says nothing. */
const said = (values: object): Json =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  );

const idsOf = (rows: readonly Row[]): Map<string, string> =>
  new Map(rows.filter(written).map((row) => [row.key, idOf(row)]));

const listed = (keys: readonly string[], names: Map<string, string>): string[] =>
  keys.flatMap((key) => names.get(key) ?? []);

function classesTo(classes: readonly ClassDraft[], ids: Map<string, string>): Json[] {
  return classes.filter(written).map((one) => ({
    id: idOf(one),
    ...named(one),
    ...(one.colour && { colour: one.colour }),
    ...(ids.has(one.parent) && { parent: ids.get(one.parent) }),
    ...said({ min: one.min, max: one.max }),
  }));
}

function attributeTo(
  one: AttributeDraft,
  all: readonly AttributeDraft[],
  ids: Map<string, string>,
) {
  const before = all.find((other) => other.key === one.when?.attribute);
  const values = idsOf(before?.options ?? []);
  const when =
    before !== undefined && one.when !== null
      ? {
          attribute: idOf(before),
          in:
            before.kind === "flag"
              ? one.when.in.map((value) => value === "true")
              : listed(one.when.in, values),
        }
      : null;
  const number = one.kind === "number";
  return {
    name: idOf(one),
    ...named(one),
    kind: one.kind,
    ...(one.options.length > 0 && {
      options: one.options.filter(written).map((row) => ({ id: idOf(row), ...named(row) })),
    }),
    ...(number && said({ min: one.min, max: one.max, step: one.step })),
    ...(one.kind === "text" && said({ max_length: one.maxLength })),
    required: one.required,
    ...(one.classes !== null && { classes: listed(one.classes, ids) }),
    ...(when !== null && when.in.length > 0 && { when }),
  };
}

const rounded = (share: number): number => Math.round(share * 1000) / 1000;

function skeletonTo({ points, edges }: SkeletonDraft): Json {
  const rows = points.filter(written);
  const at = new Map(rows.map((row, place) => [row.key, place]));
  return {
    points: rows.map((row) => ({
      id: idOf(row),
      ...named(row),
      x: rounded(row.x),
      y: rounded(row.y),
    })),
    edges: edges.flatMap(([a, b]) => {
      const [one, other] = [at.get(a), at.get(b)];
      return one === undefined || other === undefined ? [] : [[one, other]];
    }),
  };
}

const lineTo = (one: LineDraft): Json => ({
  name: idOf(one),
  ...named(one),
  ...(!one.required && { required: false }),
  ...said({ max_length: one.maxLength }),
  ...(one.language && { language: one.language }),
  ...(one.marks.some(written) && {
    marks: one.marks
      .filter(written)
      .map((mark) => ({ id: idOf(mark), ...named(mark), text: mark.text.trim() })),
  }),
});

/** What is only said of segments: who speaks, and what is written. */
function spokenTo({ speakers, lines }: LabelDraft): Json {
  const known = speakers.filter(written);
  return {
    ...(known.length > 0 && {
      speakers: known.map((one) => ({
        id: idOf(one),
        ...named(one),
        ...(one.colour && { colour: one.colour }),
      })),
    }),
    ...(lines.some(written) && { texts: lines.filter(written).map(lineTo) }),
  };
}

/** What each question is stored under, by its key; no two the same where nobody has chosen. */
export function namesOf(draft: SchemaDraft): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(draft.labels.map((label) => label.id.trim()).filter(Boolean));
  for (const label of draft.labels) {
    let name = label.id.trim();
    if (name === "") {
      const wish = idOf(label) || FACTS[label.kind].stored;
      name = wish;
      for (let n = 2; taken.has(name); n += 1) name = `${wish}_${n}`;
      taken.add(name);
    }
    names.set(label.key, name);
  }
  return names;
}

/** The questions that are sent, in order: one whose classes are all empty is left out. */
export const sentLabels = (draft: SchemaDraft): LabelDraft[] =>
  draft.labels.filter((label) => !FACTS[label.kind].classes || label.classes.some(written));

/** The schema to send: rows without a name are left out. */
export function schemaOf(draft: SchemaDraft): Schema {
  const names = namesOf(draft);
  const labels = sentLabels(draft).map((label) => {
    const ids = idsOf(label.classes);
    const { from, to, of, evidence, ...plain } = label.settings;
    return {
      kind: label.kind,
      name: names.get(label.key),
      ...named(label),
      ...(FACTS[label.kind].classes && { classes: classesTo(label.classes, ids) }),
      ...(label.skeleton !== null && { skeleton: skeletonTo(label.skeleton) }),
      ...said(plain),
      ...spokenTo(label),
      ...(from && { from: listed(from, names) }),
      ...(to && { to: listed(to, names) }),
      ...(of && { of: listed(of, names) }),
      ...(evidence && names.has(evidence) && { evidence: names.get(evidence) }),
      ...(label.attributes.length > 0 && {
        attributes: label.attributes
          .filter(written)
          .map((one) => attributeTo(one, label.attributes, ids)),
      }),
    };
  });
  return { modality: draft.modality, labels } as unknown as Schema;
}
