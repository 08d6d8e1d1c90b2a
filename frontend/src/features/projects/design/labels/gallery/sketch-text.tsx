import type { Annotation, Span } from "~/annotate/core/doc";
import type { Part } from "./queries";

/** A text cut where spans begin and end; offsets are code points. */
function pieces(part: Part, spans: readonly Span[]): { text: string; span?: Span; at: number }[] {
  const points = [...part.text];
  const edges = new Set([0, points.length, ...spans.flatMap((one) => [one.start, one.end])]);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, at) => ({
    text: points.slice(from, cuts[at + 1]).join(""),
    span: spans.find((one) => one.start <= from && from < one.end),
    at: from,
  }));
}

/** The parts of an example text, with its spans marked. */
export function SketchText({
  parts,
  annotations,
  colour,
}: {
  parts: readonly Part[];
  annotations: readonly Annotation[];
  colour: (one: Annotation) => string;
}) {
  const spans = annotations.filter((one): one is Span => one.kind === "span");
  return (
    <div className="sketch-text">
      {parts.map((part) => (
        <p key={part.id} className={parts.length > 1 ? "sketch-part" : ""}>
          {pieces(
            part,
            spans.filter((one) => one.part === part.id),
          ).map(({ text, span, at }) =>
            span === undefined ? (
              text
            ) : (
              <span
                key={at}
                className="sketch-mark"
                style={{ "--c": colour(span) } as React.CSSProperties}
              >
                {text}
              </span>
            ),
          )}
        </p>
      ))}
    </div>
  );
}
