import { useTranslation } from "react-i18next";
import type { Annotation, Schema } from "~/annotate/core/doc";
import type { Facts } from "~/annotate/media";
import { SketchFilm } from "./sketch-film";
import { Traces, Wave } from "./sketch-waves";
import { type Bar, timeRows } from "./time-rows";

const FEW = { sound: 4, video: 2, series: 4 }; // rows of a small sketch
const MANY = 8;
const LINES = 2; // of what is written in a segment

/** A sound, a video or a time series: what is seen of it, and under it what lies on its clock. */
export function SketchTime({
  definition,
  facts,
  annotations,
  colour,
  large,
}: {
  definition: Schema;
  facts: Exclude<Facts, { modality: "document" }>;
  annotations: readonly Annotation[];
  colour: (one: Annotation) => string;
  large: boolean;
}) {
  const { i18n } = useTranslation();
  const { length } = facts;
  const rows = timeRows({ definition, annotations, length, colour, locale: i18n.language });
  return (
    <div className="sketch-time">
      <div className="sketch-view">
        {facts.modality === "sound" && <Wave length={length} annotations={annotations} />}
        {facts.modality === "series" && (
          <Traces facts={facts} annotations={annotations} colour={colour} />
        )}
        {facts.modality === "video" && (
          <SketchFilm facts={facts} annotations={annotations} colour={colour} />
        )}
      </div>
      {rows.slice(0, large ? MANY : FEW[facts.modality]).map((row) => {
        const tall = large && row.bars.some((one) => one.lines.length > 1);
        return (
          <div key={row.key} className={tall ? "sketch-row tall" : "sketch-row"}>
            {row.bars.map((bar) =>
              bar.from === bar.to ? (
                <Moment key={bar.key} bar={bar} />
              ) : (
                <Stretch key={bar.key} bar={bar} lines={tall ? LINES : 1} />
              ),
            )}
          </div>
        );
      })}
    </div>
  );
}

const percent = (share: number): string => `${share * 100}%`;

function Stretch({ bar, lines }: { bar: Bar; lines: number }) {
  const { from, to, colour } = bar;
  const style = { left: percent(from), width: percent(to - from), "--c": colour };
  return (
    <>
      <span className="sketch-bar" style={style as React.CSSProperties}>
        {bar.lines.slice(0, lines).map((line) => (
          <span key={line} className="clip">
            {line}
          </span>
        ))}
      </span>
      {bar.keys
        ?.filter((at) => at >= from && at <= to)
        .map((at) => (
          <span
            key={at}
            className="sketch-key"
            style={{ left: percent(at), "--c": colour } as React.CSSProperties}
          />
        ))}
    </>
  );
}

function Moment({ bar }: { bar: Bar }) {
  const style = { left: percent(bar.from), "--c": bar.colour };
  return <span className="sketch-moment" style={style as React.CSSProperties} />;
}
