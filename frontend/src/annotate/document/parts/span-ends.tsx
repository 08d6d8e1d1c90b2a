import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { NumberField } from "../../a11y/number-field";
import type { Span } from "../../core/doc";
import { useStore } from "../../use";
import type { DocumentEditor } from "../editor";
import { textOf } from "../layer";
import { indexOf } from "../page";
import { useDocument } from "../use";

/** Where the span that is selected begins and ends, in characters, and what it says. */
export function SpanEnds({ editor, span }: { editor: DocumentEditor; span: Span }) {
  const { t } = useTranslation("annotate-document");
  const faultId = useId();
  const [fault, setFault] = useState<"start" | "end" | null>(null);
  const off = useDocument(editor, (state) => state.readOnly);
  const page = indexOf(span.part);
  const layer = useStore(editor.pages.came, () => editor.layer(page));
  const most = editor.facts[page]?.length ?? 0;
  const take = (key: "start" | "end", value: number): boolean => {
    const next = { ...span, [key]: value };
    const fits = Number.isInteger(value) && next.start >= 0 && next.start < next.end;
    const inside = fits && next.end <= most;
    setFault(inside ? null : key);
    return inside && editor.change(next, `ends ${span.id}`);
  };
  return (
    <section aria-label={t("span_ends")}>
      <h3 className="an-head">{t("span_ends")}</h3>
      <blockquote className="doc-quote">{textOf(layer, span.start, span.end)}</blockquote>
      <div className="an-coord">
        {(["start", "end"] as const).map((key) => (
          <NumberField
            key={key}
            letter={key === "start" ? "⟨" : "⟩"}
            label={t(key)}
            value={span[key]}
            off={off}
            faultId={fault === key ? faultId : undefined}
            onTake={(value) => take(key, value)}
            onGiveUp={() => setFault(null)}
          />
        ))}
      </div>
      {fault !== null && (
        <p id={faultId} role="alert" className="err an-fault">
          {t("span_range", { most })}
        </p>
      )}
    </section>
  );
}
