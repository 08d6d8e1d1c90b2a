/**
 * What differs between two label schemas, in the order of the later one, and whether answers to
 * the earlier one still fit the later.
 */
import type { Line, Speaker } from "~/annotate/clock/doc";
import type { Attribute, Label, LabelClass, Schema } from "~/annotate/core/doc";
import { FACTS } from "./kinds/facts";
import { MOST, titleOf } from "./model";

export type Change = {
  how: "added" | "removed" | "changed";
  what:
    | "label"
    | "class"
    | "attribute"
    | "option"
    | "joint"
    | "speaker"
    | "line"
    | "special"
    | "name"
    | "setting";
  /** The question that it is about. */
  label: string;
  /** What of it: a class's name, or, of a setting, its word. */
  name: string;
  from?: string;
  to?: string;
  /** Answers that were given before still fit. */
  fits: boolean;
};

type Json = Record<string, unknown>;
type Named = { ko?: string | null; en?: string | null; id?: string; name?: string };

/** Fields that are looked at by themselves, or never differ. */
const APART = new Set([
  "kind",
  "name",
  "ko",
  "en",
  "classes",
  "attributes",
  "skeleton",
  "options",
  "speakers",
  "texts",
  "marks",
]);
/** What holds where nothing is said, as in the server's own models. */
const DEFAULTS: Json = {
  many: false,
  leaf_only: false,
  several: false,
  ties: true,
  directed: true,
  per: "item",
  overlap: "any",
  min_length: 0,
  max_length: MOST,
  cover: false,
  text: "none",
  takes: "one",
  guide: "none",
  keep_place: false,
  near_duplicates: true,
  count_min: 1,
  count_max: 1,
};
const LINE = { required: true, max_length: 2_000 };
const LOOSER: readonly unknown[] = ["none", "speakers", "nested", "any"];

const less = (from: unknown, to: unknown) => Number(to ?? -Infinity) <= Number(from ?? -Infinity);
const more = (from: unknown, to: unknown) => Number(to ?? Infinity) >= Number(from ?? Infinity);
const any = () => true;
const never = () => false;
const wider = (from: unknown, to: unknown) =>
  to === null ||
  (Array.isArray(from) && Array.isArray(to) && from.every((one) => to.includes(one)));

const finer = (from: unknown, to: unknown) =>
  to === null || (typeof from === "number" && typeof to === "number" && from % to === 0);

/** Whether answers still fit when a setting goes from one value to another. */
const FITS: Record<string, (from: unknown, to: unknown) => boolean> = {
  min: less,
  max: more,
  step: finer,
  least: less,
  min_length: less,
  count_min: less,
  count_max: more,
  max_length: more,
  many: (_, to) => to === true,
  several: (_, to) => to === true,
  ties: (_, to) => to === true,
  required: (_, to) => to === false,
  leaf_only: (_, to) => to === false,
  overlap: (from, to) => LOOSER.indexOf(to) >= LOOSER.indexOf(from),
  cover: (_, to) => to === false,
  text: (_, to) => to === "optional",
  tolerance: any,
  from: wider,
  to: wider,
  // A span outside of the roles is at fault; a question of other parts is another question.
  roles: wider,
  classes: wider,
  language: any,
  directed: any,
  colour: any,
  parent: any,
  low_ko: any,
  low_en: any,
  high_ko: any,
  high_en: any,
};

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const calm = (value: unknown): unknown => (value === undefined ? null : value);

/** Settings whose values are words of their own. */
const CODED = new Set(["overlap", "text", "per", "takes", "guide", "container"]);

/** Settings that are read in another unit than they are kept in, as in the builder's form. */
const READ: Record<string, (kept: number) => string> = {
  max_silence: (share) => `${+(share * 100).toFixed(3)}%`,
  max_clipped: (share) => `${+(share * 100).toFixed(3)}%`,
  max_bytes: (bytes) => `${+(bytes / (1 << 20)).toFixed(3)} MB`,
  rate: (hertz) => `${hertz / 1000} kHz`,
};

/** A value in words: numbers and lists as they are, words of the schema as codes in brackets. */
function shown(value: unknown, key = ""): string {
  if (CODED.has(key) && typeof value === "string") return `[${value}]`;
  if (typeof value === "number" && READ[key] !== undefined) return READ[key](value);
  if (value === null || value === undefined || value === MOST) return "[none]";
  if (typeof value === "boolean") return value ? "[yes]" : "[no]";
  if (Array.isArray(value)) return value.map(String).join(", ");
  if (typeof value === "object") return Object.values(value).flat().join(" = ");
  return String(value);
}

const requires = (label: Label): boolean => {
  const given = label as { required?: boolean; min?: number };
  return FACTS[label.kind].place === "ask"
    ? (given.required ?? FACTS[label.kind].required)
    : (given.min ?? 0) > 0;
};

/** The changes from `before` (null: nothing yet) to `after`, named in the reader's language. */
export function changesOf(before: Schema | null, after: Schema, locale: string): Change[] {
  const changes: Change[] = [];
  const called = (one: Named) => titleOf(one, locale) || one.name || one.id || "";

  function settings(label: string, was: Json, now: Json, defaults: Json, of = "") {
    for (const key of new Set([...Object.keys(was), ...Object.keys(now)])) {
      if (APART.has(key)) continue;
      const [from, to] = [was, now].map((one) => calm(one[key] ?? defaults[key]));
      if (same(from, to) || (shown(from) === shown(to) && key !== "parent")) continue;
      const fits = (FITS[key] ?? never)(from, to);
      const name = of === "" ? key : `${of}\n${key}`;
      changes.push({
        how: "changed",
        what: "setting",
        label,
        name,
        from: shown(from, key),
        to: shown(to, key),
        fits,
      });
    }
  }

  /** Rows of a list by their stored value: which came, which went, which are called otherwise. */
  function rows<R extends Named>(
    label: string,
    what: Change["what"],
    was: readonly R[],
    now: readonly R[],
    of: { key: (row: R) => string; added: (row: R) => boolean; removed: boolean },
    both: (was: R, now: R) => void = () => undefined,
  ) {
    const old = new Map(was.map((row) => [of.key(row), row]));
    for (const row of now) {
      const had = old.get(of.key(row));
      old.delete(of.key(row));
      const name = called(row);
      if (had === undefined) changes.push({ how: "added", what, label, name, fits: of.added(row) });
      else {
        if (had.ko !== row.ko || had.en !== row.en)
          changes.push({
            how: "changed",
            what: "name",
            label,
            name: called(had),
            from: `${had.ko ?? ""} ${had.en ?? ""}`.trim(),
            to: `${row.ko ?? ""} ${row.en ?? ""}`.trim(),
            fits: true,
          });
        both(had, row);
      }
    }
    for (const row of old.values())
      changes.push({ how: "removed", what, label, name: called(row), fits: of.removed });
  }

  const id = { key: (row: { id: string }) => row.id, added: any, removed: false };

  function within(label: string, was: Json, now: Json) {
    const list = <R>(one: Json, name: string) => (one[name] ?? []) as R[];
    rows<LabelClass>(label, "class", list(was, "classes"), list(now, "classes"), id, (had, one) =>
      settings(label, had, { ...one, id: had.id }, {}, called(one)),
    );
    rows<Attribute>(
      label,
      "attribute",
      list(was, "attributes"),
      list(now, "attributes"),
      { key: (one) => one.name, added: (one) => one.required !== true, removed: false },
      (had, one) => {
        const of = called(one);
        if (had.kind !== one.kind)
          changes.push({
            how: "changed",
            what: "setting",
            label,
            name: `${of}\nkind`,
            from: `[kind_${had.kind}]`,
            to: `[kind_${one.kind}]`,
            fits: false,
          });
        settings(label, had, one, { required: false, max_length: 1_000 }, of);
        rows(label, "option", had.options ?? [], one.options ?? [], id);
      },
    );
    const skeletons = [was, now].map(
      (one) => (one.skeleton ?? { points: [] }) as { points: (Named & { id: string })[] },
    );
    const [old, fresh] = skeletons as [(typeof skeletons)[0], (typeof skeletons)[0]];
    // An answer has as many points as the skeleton, in its order.
    rows(label, "joint", old.points, fresh.points, { ...id, added: never });
    // With the first of them, whoever speaks must be named.
    const nobody = list(was, "speakers").length === 0;
    const coming = { ...id, added: nobody ? never : any };
    rows<Speaker>(label, "speaker", list(was, "speakers"), list(now, "speakers"), coming);
    rows<Line>(
      label,
      "line",
      list(was, "texts"),
      list(now, "texts"),
      { key: (one) => one.name, added: (one) => one.required === false, removed: false },
      (had, one) => {
        settings(label, had, one, LINE, called(one));
        // What was put in by a key is text like any other.
        rows(label, "special", had.marks ?? [], one.marks ?? [], { ...id, removed: true });
      },
    );
  }

  const key = { key: (one: Label) => `${one.kind}\n${one.name}`, removed: false };
  rows<Label>(
    "",
    "label",
    before?.labels ?? [],
    after.labels,
    { ...key, added: (one) => !requires(one) },
    (was, now) => {
      const defaults = {
        ...DEFAULTS,
        ...(FACTS[now.kind].place === "ask" && { required: FACTS[now.kind].required }),
        ...(now.kind === "rating" ? { min: 1, max: 5, step: 1 } : { min: 0, max: MOST }),
      };
      settings(called(now), was as unknown as Json, now as unknown as Json, defaults);
      within(called(now), was as unknown as Json, now as unknown as Json);
    },
  );
  return changes;
}
