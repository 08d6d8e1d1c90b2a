import { CircleAlert, CircleCheck } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/annotate/core/doc";
import { Icon } from "~/ui/icons";
import type { SchemaDraft } from "../model";
import { type ServerError, useServerSentence } from "../said";
import { draftOf, schemaOf } from "../schema";
import { lineOf, placesIn } from "./places";
import { readText } from "./read";
import { pretty } from "./write";

/** The schema as JSON: what can be read of it is shown beside at once, errors at their lines. */
export function JsonEditor({
  draft,
  errors,
  busy,
  onChange,
}: {
  draft: SchemaDraft;
  /** What the server says against the schema as it stands. */
  errors: readonly ServerError[];
  busy: boolean;
  /** What was read, and the text's own value, unknown fields and all; null where it is none. */
  onChange: (next: SchemaDraft | null, written: Schema | null) => void;
}) {
  const { t } = useTranslation("projects");
  const said = useServerSentence();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLOListElement>(null);
  const [text, setText] = useState(() => pretty(schemaOf(draft)));
  const mine = useRef(draft);
  useEffect(() => {
    // Changed elsewhere: by the gallery, or back to what the server has.
    if (mine.current === draft) return;
    mine.current = draft;
    setText(pretty(schemaOf(draft)));
  }, [draft]);
  const read = readText(text);
  const places = "schema" in read ? placesIn(text) : null;
  const faults =
    places === null
      ? [read as Exclude<typeof read, { schema: unknown }>].map((one) => ({
          line: one.line,
          says: t(`labels.json.${one.code}`, { says: one.says }),
        }))
      : errors.map((one) => ({
          line: lineOf(text, one.at, places),
          says: said(one),
        }));
  const marked = new Set(faults.map((one) => one.line));
  const lines = text.split("\n").length;

  const go = (line: number) => {
    const before = text.split("\n").slice(0, line - 1);
    const from = before.reduce((sum, one) => sum + one.length + 1, 0);
    const to = from + (text.split("\n")[line - 1]?.length ?? 0);
    const field = area.current;
    if (field === null) return;
    field.focus();
    field.setSelectionRange(from, to);
    field.scrollTop = (field.scrollHeight / lines) * Math.max(0, line - 4);
  };
  return (
    <div className="col g8">
      <label htmlFor={id} className="sr-only">
        {t("labels.json.title")}
      </label>
      <div className="json-editor" data-bad={faults.length > 0 || undefined}>
        <ol ref={gutter} className="json-lines" aria-hidden="true">
          {[...Array(lines).keys()].map((line) => (
            <li key={line} data-bad={marked.has(line + 1) || undefined}>
              {line + 1}
            </li>
          ))}
        </ol>
        <textarea
          id={id}
          ref={area}
          value={text}
          spellCheck={false}
          autoCapitalize="off"
          wrap="off"
          aria-invalid={faults.length > 0}
          aria-describedby={`${id}-said`}
          onScroll={(event) => {
            if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onChange={(event) => {
            const next = event.target.value;
            setText(next);
            const found = readText(next);
            if (!("schema" in found)) return onChange(null, null);
            mine.current = draftOf(found.schema);
            onChange(mine.current, found.schema);
          }}
        />
      </div>
      <div id={`${id}-said`} aria-live="polite">
        {faults.length > 0 ? (
          <ul className="col g4">
            {faults.map((one) => (
              <li key={`${one.line}${one.says}`}>
                <button type="button" className="json-fault label" onClick={() => go(one.line)}>
                  <Icon of={CircleAlert} size={16} />
                  <span className="strong nowrap">{t("labels.json.line", { n: one.line })}</span>
                  <span>{one.says}</span>
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <p className="hint">
            {!busy && <Icon of={CircleCheck} size={16} className="c-ok" />}{" "}
            {t(busy ? "labels.json.checking" : "labels.json.fine")}
          </p>
        )}
      </div>
    </div>
  );
}
