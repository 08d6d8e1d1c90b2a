/** A number for the item, or for its parts. */
import { onStep } from "../attributes";
import type { Rating, RatingLabel } from "../doc";
import { type Check, codes } from "./check";
import { answeredOnce, ofPart } from "./parts";

export const rating: Check<RatingLabel, Rating> = {
  one(label, asked, one) {
    const { min = 1, max = 5, step = 1 } = label;
    const fits = one.value >= min && one.value <= max && onStep(one.value, min, step);
    return [...ofPart(label, asked, one), ...codes(!fits && "bad_rating")];
  },
  all: (label, asked, given) => answeredOnce(label, asked, given),
};
