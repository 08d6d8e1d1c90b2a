import { isMark, isShapeLabel, type Mark } from "~/annotate/core/doc";
import { boundsOf } from "~/annotate/core/shapes";
import { coloursOf } from "./colours";
import type { Ready } from "./queries";
import { Answers } from "./sketch-answers";
import { SketchPage } from "./sketch-page";
import { Shape } from "./sketch-shape";
import { SketchText } from "./sketch-text";
import { SketchTime } from "./sketch-time";

/** The middle of a mark's bounds, for links between them. */
function middle(one: Mark): readonly [number, number] {
  const { x, y, width, height } = boundsOf(one);
  return [x + width / 2, y + height / 2];
}

/** What a schema asks for, drawn small: its example without the picture, sound or pages. */
export function Sketch({
  ready,
  large = false,
}: {
  ready: Pick<Ready, "en" | "definition" | "example">;
  large?: boolean;
}) {
  const { definition, example } = ready;
  const colour = coloursOf(definition);
  const { width, height, facts } = example;
  const marks = example.annotations.filter(isMark);
  return (
    <div className={large ? "sketch large" : "sketch"} aria-hidden="true">
      {example.parts !== undefined ? (
        <SketchText parts={example.parts} annotations={example.annotations} colour={colour} />
      ) : facts?.modality === "document" ? (
        <SketchPage {...{ facts, colour, large }} annotations={example.annotations} />
      ) : facts !== undefined ? (
        <SketchTime {...{ definition, facts, colour, large }} annotations={example.annotations} />
      ) : (
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid meet">
          <title>{ready.en}</title>
          {marks.map((mark) => (
            <Shape
              key={mark.id}
              mark={mark}
              label={definition.labels.filter(isShapeLabel).find(({ name }) => name === mark.name)}
              colour={colour(mark)}
              unit={(width ?? 960) / 240}
            />
          ))}
          {example.annotations.map((one) => {
            if (one.kind !== "relation") return null;
            const ends = [one.from, one.to].flatMap((id) => marks.filter((mark) => mark.id === id));
            return ends.length === 2 ? (
              <path
                key={one.id}
                d={`M${ends.map((end) => middle(end).join(" ")).join("L")}`}
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
