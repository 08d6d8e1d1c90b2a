/** What joins two marks. */
import type { Relation, RelationLabel } from "../doc";
import { type Check, codes, counted } from "./check";
import { MAX_ANNOTATIONS } from "./marks";

export const relation: Check<RelationLabel, Relation> = {
  one(label, { others }, one) {
    const ends = [
      [one.from, label.from],
      [one.to, label.to],
    ] as const;
    return codes(
      !label.classes.some((each) => each.id === one.class) && "unknown_class",
      one.from === one.to && "end_is_self",
      ...ends.map(([id, names]) => {
        const end = others.get(id);
        if (end === undefined || end.kind === "relation") return "unknown_end";
        return names != null && !names.includes(end.name) && "end_not_allowed";
      }),
    );
  },
  all(label, _, given) {
    const found = [...counted(given.length, label.min ?? 0, label.max ?? MAX_ANNOTATIONS)];
    const seen = new Set<string>();
    for (const one of given) {
      const ends = label.directed === false ? [one.from, one.to].sort() : [one.from, one.to];
      const key = [one.class, ...ends].join("\n");
      if (seen.has(key)) found.push({ code: "relation_twice", annotation: one.id });
      seen.add(key);
    }
    return found;
  },
};
