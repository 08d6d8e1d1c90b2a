/** Questions that have no place: about the item as a whole or its parts, and what joins two marks. */
import { onStep } from "../attributes";
import type {
  Rating,
  RatingLabel,
  Relation,
  RelationLabel,
  Whole,
  WholeLabel,
  Writing,
  WritingLabel,
} from "../doc";
import { type Check, counted, type Found } from "./check";
import { MAX_ANNOTATIONS } from "./marks";
import { answeredOnce, ofPart } from "./parts";

const MAX_LENGTH = 10_000;
const codes = (...all: (string | false)[]): Found[] =>
  all.filter((code) => code !== false).map((code) => ({ code }));

export const whole: Check<WholeLabel, Whole> = {
  one(label, asked, one) {
    const ids = new Set(label.classes.map((each) => each.id));
    const parents = new Set(label.classes.map((each) => each.parent));
    return [
      ...codes(
        ...one.classes.filter((id) => !ids.has(id)).map(() => "unknown_class"),
        new Set(one.classes).size !== one.classes.length && "class_twice",
        one.classes.length > 1 && label.many !== true && "one_class_only",
        ...(label.leaf_only === true ? one.classes.filter((id) => parents.has(id)) : []).map(
          () => "not_exact",
        ),
      ),
      ...ofPart(label, asked, one),
    ];
  },
  all: (label, asked, given) => answeredOnce(label, asked, given),
};

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

export const writing: Check<WritingLabel, Writing> = {
  one(label, asked, one) {
    const { min_length: least = 0, max_length: most = MAX_LENGTH } = label;
    // Characters as the server counts them: code points.
    const count = [...one.text].length;
    const found: Found[] = [...ofPart(label, asked, one)];
    if (count < least || one.text.trim() === "")
      found.push({ code: "too_short", limit: Math.max(1, least), count });
    if (count > most) found.push({ code: "too_long", limit: most, count });
    const rests = (id: string) => {
      const span = asked.others.get(id);
      return span !== undefined && span.name === label.evidence;
    };
    if (one.evidence?.some((id) => !rests(id))) found.push({ code: "unknown_end" });
    return found;
  },
  all: (label, asked, given) => answeredOnce(label, asked, given, label.several === true),
};

export const rating: Check<RatingLabel, Rating> = {
  one(label, asked, one) {
    const { min = 1, max = 5, step = 1 } = label;
    const fits = one.value >= min && one.value <= max && onStep(one.value, min, step);
    return [...ofPart(label, asked, one), ...codes(!fits && "bad_rating")];
  },
  all: (label, asked, given) => answeredOnce(label, asked, given),
};
