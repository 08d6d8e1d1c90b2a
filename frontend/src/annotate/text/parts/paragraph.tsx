import { Minus, Plus } from "lucide-react";
import { memo } from "react";
import { Icon } from "~/ui/icons";
import type { TextEditor } from "../editor";
import { type Placed, runsOf } from "../lanes";
import { isSuggested, painted } from "../paint";
import type { Paragraph as Lines } from "../points";

type Props = {
  editor: TextEditor;
  lines: Lines;
  placed: readonly Placed[];
  /** Ids of what is selected here, and of what has a fault, joined: the same words, the same look. */
  selected: string;
  faulty: string;
  /** The numbers of the pins here, by the span they point at: "a1=2". */
  pinned: string;
};

export const split = (ids: string): ReadonlySet<string> =>
  new Set(ids === "" ? [] : ids.split(" "));

/** A paragraph with the spans that lie on it. Drawn anew only when something of it has changed. */
export const Paragraph = memo(function Paragraph(props: Props) {
  const { editor, lines, placed } = props;
  const selected = split(props.selected);
  const faulty = split(props.faulty);
  const pins = new Map([...split(props.pinned)].map((one) => one.split("=") as [string, string]));
  const lanes = Math.max(0, ...placed.map((one) => one.lane + 1));
  const choiceOf = (one: Placed) => editor.choiceOf(one.span);
  if (lines.text === "") return <p className="tx-p blank">{"\u200b"}</p>;
  return (
    <p className="tx-p" style={lanes > 1 ? { lineHeight: `calc(1.6em + ${8 + lanes * 5}px)` } : {}}>
      {runsOf(lines, placed).map((run) =>
        run.on.length === 0 ? (
          <span key={run.start} data-at={run.start}>
            {run.text}
          </span>
        ) : (
          <mark
            key={run.start}
            data-at={run.start}
            data-ids={run.on.map((one) => one.span.id).join(" ")}
            className={`tx-run ${run.on.some((one) => faulty.has(one.span.id)) ? "bad" : ""} ${
              run.on.some((one) => selected.has(one.span.id)) ? "on" : ""
            } ${run.on.every((one) => one.look === "removed") ? "gone" : ""}`}
            style={painted(run.on, lanes, choiceOf, selected)}
          >
            {run.text}
            {run.first.length > 0 && (
              <i className="tx-tags" aria-hidden="true">
                {run.first.map((one) => (
                  <Tag key={one.span.id} one={one} editor={editor} pin={pins.get(one.span.id)} />
                ))}
              </i>
            )}
          </mark>
        ),
      )}
    </p>
  );
});

/** The sign of a span's class at its beginning: a colour never speaks alone. Its words are drawn,
 * not written, so that the text stays the text. */
function Tag({ one, editor, pin }: { one: Placed; editor: TextEditor; pin: string | undefined }) {
  const choice = editor.choiceOf(one.span);
  const quiet = one.look === "removed";
  const ghost = isSuggested(one);
  return (
    <>
      {pin !== undefined && <b className="tx-pin" data-sign={pin} />}
      {one.look !== "faint" && (
        <b
          className={`tx-tag ${quiet ? "quiet" : ghost ? "ghost" : ""}`}
          style={
            quiet
              ? {}
              : ghost
                ? { outlineColor: choice?.colour }
                : { background: choice?.colour, color: choice?.on }
          }
          data-sign={choice?.sign ?? "?"}
        >
          {one.look === "added" && <Icon of={Plus} size={10} />}
          {one.look === "removed" && <Icon of={Minus} size={10} />}
        </b>
      )}
    </>
  );
}
