/** What is wrong with stretches of text, in texts and on pages. */
import type { Span, SpanLabel } from "../doc";
import type { Asked, Check, Found } from "./check";
import { marks } from "./marks";

/** Spans of one part that lie across one that begins before them; sorted, the longer one first. */
function across(spans: readonly Span[], nested: boolean): Found[] {
  const found: Found[] = [];
  const open: number[] = []; // where the spans end that hold this place, the innermost last
  for (const one of spans) {
    while (open.length > 0 && open.at(-1)! <= one.start) open.pop();
    if (open.length > 0 && (!nested || one.end > open.at(-1)!))
      found.push({ code: "overlaps", annotation: one.id });
    else open.push(one.end);
  }
  return found;
}

function twice(spans: readonly Span[]): Found[] {
  const seen = new Set<string>();
  return spans.flatMap((one) => {
    const key = `${one.start} ${one.end} ${one.class}`;
    if (seen.has(key)) return [{ code: "span_twice", annotation: one.id }];
    seen.add(key);
    return [];
  });
}

/** `lengthIn` tells how many code points a part has; null for one that is not asked about. */
export function spanChecks(
  lengthIn: (label: SpanLabel, asked: Asked, part: string) => number | null,
): Check<SpanLabel, Span> {
  const marking = marks<SpanLabel, Span>((label, asked, span) => {
    const length = lengthIn(label, asked, span.part);
    if (length === null) return [{ code: "unknown_part" }];
    if (span.end <= span.start) return [{ code: "empty_span" }];
    return span.end > length ? [{ code: "past_end" }] : [];
  });
  return {
    one: marking.one,
    all(label, asked, given) {
      const found = [...marking.all(label, asked, given)];
      const parts = new Map<string, Span[]>();
      for (const span of given) parts.set(span.part, [...(parts.get(span.part) ?? []), span]);
      for (const spans of parts.values()) {
        spans.sort((a, b) => a.start - b.start || b.end - a.end);
        found.push(...twice(spans));
        if ((label.overlap ?? "any") !== "any")
          found.push(...across(spans, label.overlap === "nested"));
      }
      return found;
    },
  };
}
