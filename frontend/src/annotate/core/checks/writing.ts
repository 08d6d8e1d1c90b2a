/** What is written of the item, or of its parts. */
import type { Writing, WritingLabel } from "../doc";
import type { Check, Found } from "./check";
import { answeredOnce, ofPart } from "./parts";

const MAX_LENGTH = 10_000;

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
