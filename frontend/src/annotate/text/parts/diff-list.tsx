import { Minus, PenLine, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { nameOf } from "../../core/choices";
import type { Difference } from "../../core/diff";
import { paint } from "../../parts/swatch";
import { isSpan, type TextAnnotation } from "../doc";
import type { TextEditor } from "../editor";
import { useSays } from "../use";
import { wording } from "../wording";

/** What is different, in words; a press shows the place. */
export function TextDiffList({ editor, diff }: { editor: TextEditor; diff: Difference }) {
  const { t } = useTranslation("annotate-text");
  const rows = [
    ...diff.added.map((one) => ({ before: null, after: one as TextAnnotation })),
    ...diff.removed.map((one) => ({ before: one as TextAnnotation, after: null })),
    ...diff.changed.map((one) => ({
      before: one.before as TextAnnotation,
      after: one.after as TextAnnotation,
    })),
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

type RowProps = {
  editor: TextEditor;
  before: TextAnnotation | null;
  after: TextAnnotation | null;
};

function Row({ editor, before, after }: RowProps) {
  const { t, i18n } = useTranslation("annotate-text");
  const says = useSays(editor);
  const one = (after ?? before)!;
  const [icon, tone, word] =
    before === null
      ? [Plus, "c-ok", t("diff.added")]
      : after === null
        ? [Minus, "c-bad", t("diff.removed")]
        : [PenLine, "c-warn", t("diff.changed")];
  const label = editor.schema.labels.find((each) => each.name === one.name);
  const choice = isSpan(one) ? editor.choiceOf(one) : undefined;
  const named = (each: TextAnnotation) =>
    isSpan(each)
      ? nameOf(editor.choiceOf(each)?.class ?? { id: each.class }, i18n.language)
      : says(each);
  return (
    <>
      <button
        type="button"
        className="lrow label"
        style={paint(choice)}
        onClick={() => {
          editor.select([one.id]);
          editor.reveal(one.id);
        }}
      >
        <Icon of={icon} size={14} className={tone} />
        {isSpan(one) && <span className="swatch" />}
        <span className="grow clip">
          {isSpan(one) ? says(one) : nameOf(label ?? { id: one.name }, i18n.language)}
        </span>
        <span className="t3">{word}</span>
      </button>
      {before !== null && after !== null && (
        <p className="tx-change label">
          {before.kind === "writing" && after.kind === "writing" ? (
            <Wording before={before.text} after={after.text} />
          ) : isSpan(before) && isSpan(after) && says(before) !== says(after) ? (
            <Wording before={says(before)} after={says(after)} />
          ) : (
            <Wording before={named(before)} after={named(after)} />
          )}
        </p>
      )}
    </>
  );
}

/** Words that came and went, in their place. */
export function Wording({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation("annotate-text");
  return (
    <span className="tx-wording">
      {wording(before, after).map((one, at) => {
        const key = `${at} ${one.kind}`;
        if (one.kind === "same") return <span key={key}>{one.text}</span>;
        const Tag = one.kind === "added" ? "ins" : "del";
        return (
          <Tag key={key}>
            <span className="sr-only">{t(`diff.${one.kind}`)} </span>
            {one.text}
          </Tag>
        );
      })}
    </span>
  );
}
