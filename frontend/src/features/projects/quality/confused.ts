import type { Agreement } from "./noticing";

/** What was called the row's class by one and the column's by another. */
export type Confused = Agreement["confusion"];

/** The classes of one question alone: names come as `question: class` where there are several. */
const questionOf = (name: string): string => name.slice(0, Math.max(0, name.indexOf(": ")));

/** Each question's own, with its name; of one that is asked alone it is empty. */
export function byQuestion({ names, counts }: Confused): [string, Confused][] {
  const questions = [...new Set(names.filter((name) => name !== "").map(questionOf))];
  return questions.map((question) => {
    const own = names.flatMap((name, at) =>
      name === "" || questionOf(name) === question ? [at] : [],
    );
    // What nobody of this question left unmarked needs no row.
    const kept = own.filter(
      (at) => names[at] !== "" || own.some((other) => (counts[at]?.[other] ?? 0) > 0),
    );
    const part = {
      names: kept.map((at) => names[at] ?? ""),
      counts: kept.map((row) => kept.map((column) => counts[row]?.[column] ?? 0)),
    };
    return [question, part];
  });
}
