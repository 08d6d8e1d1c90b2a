import { Minus, PenLine, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { nameOf } from "../../core/choices";
import type { Difference } from "../../core/diff";
import type { Annotation } from "../../core/doc";
import { isClockMark, isSegment, markOf } from "../doc";
import type { ClockEditor } from "../editor";
import { tintOf } from "../inks";
import { segmentLabelOf, useNaming } from "../use";
import { Wording } from "./wording";

type Pair = { before: Annotation | null; after: Annotation | null };

/** What is different, in words; a press shows the place. */
export function ClockDiffList({ editor, diff }: { editor: ClockEditor; diff: Difference }) {
  const { t } = useTranslation("annotate-clock");
  const rows: readonly Pair[] = [
    ...diff.added.map((one) => ({ before: null, after: one })),
    ...diff.removed.map((one) => ({ before: one, after: null })),
    ...diff.changed,
  ];
  if (rows.length === 0) return <p className="t3 label">{t("diff.none")}</p>;
  return (
    <ul className="an-diff">
      {rows.map(({ before, after }) => (
        <li key={`${before?.id} ${after?.id}`}>
          <Row editor={editor} before={before} after={after} />
        </li>
      ))}
    </ul>
  );
}

function Row({ editor, before, after }: Pair & { editor: ClockEditor }) {
  const { t, i18n } = useTranslation("annotate-clock");
  const naming = useNaming(editor);
  const one = (after ?? before)!;
  const [icon, tone, word] =
    before === null
      ? [Plus, "c-ok", t("diff.added")]
      : after === null
        ? [Minus, "c-bad", t("diff.removed")]
        : [PenLine, "c-warn", t("diff.changed")];
  const label = editor.schema.labels.find((each) => each.name === one.name) ?? { id: one.name };
  const mark = isClockMark(one) ? one : null;
  return (
    <>
      <button
        type="button"
        className="lrow label"
        style={
          { "--c": mark === null ? undefined : tintOf(editor)(mark).colour } as React.CSSProperties
        }
        onClick={() => {
          if (markOf(editor.get().answer, one.id) === undefined) {
            if (mark !== null) editor.player.seek(isSegment(mark) ? mark.start : mark.at);
            return;
          }
          editor.select([one.id]);
          editor.reveal(one.id);
        }}
      >
        <Icon of={icon} size={14} className={tone} />
        {mark !== null && <span className="swatch" />}
        <span className="grow clip">
          {mark === null
            ? nameOf(label, i18n.language)
            : `${naming.title(mark)} ${naming.range(mark)}`}
        </span>
        <span className="t3">{word}</span>
      </button>
      {before !== null && after !== null && (
        <div className="ck-change label">
          <Changes editor={editor} before={before} after={after} />
        </div>
      )}
    </>
  );
}

function Changes({
  editor,
  before,
  after,
}: {
  editor: ClockEditor;
  before: Annotation;
  after: Annotation;
}) {
  const { t, i18n } = useTranslation("annotate-clock");
  const naming = useNaming(editor);
  if (!isClockMark(before) || !isClockMark(after)) {
    const [was, is] = [naming.says(before), naming.says(after)];
    return <Wording before={was} after={is} />;
  }
  const told: string[] = [];
  const tell = (key: "time" | "speaker" | "class" | "channel", was: string, is: string) => {
    if (was !== is) told.push(t(`diff.${key}`, { before: was, after: is }));
  };
  tell("time", naming.range(before, true), naming.range(after, true));
  tell("class", naming.className(before), naming.className(after));
  tell("channel", before.channel ?? "", after.channel ?? "");
  const [old, now] = [isSegment(before) ? before : null, isSegment(after) ? after : null];
  if (old?.speaker !== now?.speaker)
    tell("speaker", naming.speaker(old?.speaker), naming.speaker(now?.speaker));
  const lines = segmentLabelOf(editor, after.name)?.texts ?? [];
  const reworded = lines.filter(
    ({ name }) => (old?.texts?.[name] ?? "") !== (now?.texts?.[name] ?? ""),
  );
  return (
    <>
      {told.map((one) => (
        <p key={one}>{one}</p>
      ))}
      {reworded.map((line) => (
        <p key={line.name}>
          {lines.length > 1 && <span className="t3">{nameOf(line, i18n.language)} </span>}
          <Wording before={old?.texts?.[line.name] ?? ""} after={now?.texts?.[line.name] ?? ""} />
        </p>
      ))}
    </>
  );
}
