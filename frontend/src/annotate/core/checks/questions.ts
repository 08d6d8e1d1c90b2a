/** Questions about the item as a whole, or about its parts. */
import type { Whole, WholeLabel } from "../doc";
import { type Check, codes } from "./check";
import { answeredOnce, ofPart } from "./parts";

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
