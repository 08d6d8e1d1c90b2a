import { Quote, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { rangeOf } from "../cursor";
import { find, isSpan, type Writing, type WritingLabel } from "../doc";
import type { TextEditor } from "../editor";
import { slice } from "../points";
import { useText } from "../use";

type Props = {
  editor: TextEditor;
  label: WritingLabel;
  one: Writing;
  off: boolean;
  onWrite: (one: Writing) => void;
};

/** The places in the text that an answer rests on. */
export function Evidence({ editor, label, one, off, onWrite }: Props) {
  const { t } = useTranslation("annotate-text");
  const marking = useText(
    editor,
    (state) => rangeOf(state.cursor) !== null || state.selected.length > 0,
  );
  const add = () => {
    const index = editor.choices.findIndex((choice) => choice.label.name === label.evidence);
    if (editor.get().selected.length === 0 && index >= 0) editor.pick(index);
    const spans = editor
      .spans()
      .filter((span) => span.name === label.evidence && editor.get().selected.includes(span.id));
    const ids = spans.map((span) => span.id).filter((id) => !one.evidence.includes(id));
    if (ids.length > 0) onWrite({ ...one, evidence: [...one.evidence, ...ids] });
  };
  const quote = (id: string): string => {
    const span = find(editor.get().answer, id);
    if (span === undefined || !isSpan(span)) return "?";
    return slice(editor.parts.find((p) => p.id === span.part)?.text ?? "", span.start, span.end);
  };
  return (
    <div className="col g4">
      <p className="row between label t3">
        {t("evidence")}
        {one.evidence.length === 0 && !off && <span>{t("evidence_hint")}</span>}
      </p>
      {one.evidence.map((id) => (
        <div key={id} className="row g4 tx-evidence">
          <button
            type="button"
            className="lrow label grow"
            onClick={() => {
              editor.select([id]);
              editor.reveal(id);
            }}
          >
            <Icon of={Quote} size={14} className="t3" />
            <span className="grow clip">{quote(id)}</span>
          </button>
          {!off && (
            <button
              type="button"
              className="an-icon"
              aria-label={t("evidence_off", { text: quote(id).slice(0, 40) })}
              onClick={() =>
                onWrite({ ...one, evidence: one.evidence.filter((each) => each !== id) })
              }
            >
              <Icon of={X} size={16} />
            </button>
          )}
        </div>
      ))}
      {!off && (
        <button type="button" className="btn line tx-more" disabled={!marking} onClick={add}>
          <Icon of={Quote} size={16} /> {t("evidence_add")}
        </button>
      )}
    </div>
  );
}
