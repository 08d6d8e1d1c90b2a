import type { Schema } from "~/annotate/core/doc";
import table from "./formats.json";
import type { Format } from "./queries";

type Holds = { takes: string[]; holds: string[]; bends: string[] };
export type Kind = Schema["labels"][number]["kind"];
export type Fitting = { id: Format; bends: Kind[]; lacks: Kind[] };

/** What each format has a place for, as the server declares it. */
const FORMATS: Record<Format, Holds> = table;

/**
 * The formats that keep something of what these labels ask: what is made for them first, then what keeps most of it, each
 * with the kinds that it has in another shape and those that it leaves out.
 */
export function formatsFor(schema: Schema | null | undefined): Fitting[] {
  const kinds = [...new Set(schema?.labels.map((label) => label.kind) ?? [])];
  const fitting = (Object.keys(FORMATS) as Format[]).flatMap((id) => {
    const { takes, holds, bends } = FORMATS[id];
    if (schema && !takes.includes(schema.modality)) return [];
    const bent = kinds.filter((kind) => bends.includes(kind));
    const lacks = kinds.filter((kind) => !holds.includes(kind) && !bends.includes(kind));
    return lacks.length < kinds.length || kinds.length === 0 ? [{ id, bends: bent, lacks }] : [];
  });
  // Utterances written twice, as heard and in the standard, have a format made for them.
  const dialect = schema?.labels.some(
    (one) => one.kind === "segment" && (one.texts ?? []).length > 1,
  );
  const first = ({ id }: Fitting) => Number(id === "dialect" && dialect === true);
  // What a template has a place for is for the project to say: it stands behind the others.
  const lost = (one: Fitting) =>
    one.id === "template" ? 1_000 : 2 * one.lacks.length + one.bends.length;
  return fitting.toSorted((one, other) => first(other) - first(one) || lost(one) - lost(other));
}
