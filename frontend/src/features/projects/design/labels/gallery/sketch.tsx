import type { Annotation, Schema } from "~/annotate/core/doc";
import { coloursOf } from "./colours";
import type { Ready } from "./queries";
import { Answers } from "./sketch-answers";
import { Shape } from "./sketch-shape";
import { SketchText } from "./sketch-text";

/** The middle of an annotation's bounds, for links between them. */
function middle(one: Annotation | undefined): readonly [number, number] | null {
  if (one === undefined) return null;
  if ("points" in one && one.points.length > 0) {
    const xs = one.points.map((point) => point[0]);
    const ys = one.points.map((point) => point[1]);
    return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
  }
  if (one.kind === "box") return [one.x + one.width / 2, one.y + one.height / 2];
  return "x" in one ? [one.x, one.y] : null;
}

/** What a ready schema asks for, drawn small: its example without the picture. */
export function Sketch({ ready, large = false }: { ready: Ready; large?: boolean }) {
  const { definition, example } = ready;
  const colour = coloursOf(definition);
  const { width, height } = example;
  return (
    <div className={large ? "sketch large" : "sketch"} aria-hidden="true">
      {example.parts !== undefined ? (
        <SketchText parts={example.parts} annotations={example.annotations} colour={colour} />
      ) : (
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid meet">
          <title>{ready.en}</title>
          {example.annotations.map((one) => (
            <Shape
              key={one.id}
              one={one}
              colour={colour(one)}
              unit={(width ?? 960) / 240}
              skeleton={skeletonOf(definition, one)}
            />
          ))}
          {example.annotations.map((one) => {
            if (one.kind !== "relation") return null;
            const [from, to] = [one.from, one.to].map((id) =>
              middle(example.annotations.find((other) => other.id === id)),
            );
            return from && to ? (
              <path
                key={one.id}
                d={`M${from.join(" ")}L${to.join(" ")}`}
                stroke="var(--text)"
                strokeDasharray="12 8"
                strokeWidth={6}
                fill="none"
              />
            ) : null;
          })}
        </svg>
      )}
      <Answers definition={definition} annotations={example.annotations} />
    </div>
  );
}

function skeletonOf(schema: Schema, one: Annotation): readonly (readonly [number, number])[] {
  const label = schema.labels.find((each) => each.name === one.name);
  return label?.kind === "keypoints" ? (label.skeleton.edges ?? []) : [];
}
