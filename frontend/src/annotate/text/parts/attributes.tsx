import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered, askedOf, attributeFaults } from "../../core/attributes";
import { nameOf } from "../../core/choices";
import { numberOf } from "../../core/numbers";
import { type Attribute, type AttributeValue, find, isSpan } from "../doc";
import type { TextEditor } from "../editor";
import { useText } from "../use";

/** What else is asked of the selected span. */
export function Attributes({ editor }: { editor: TextEditor }) {
  const { t, i18n } = useTranslation("annotate-text");
  const span = useText(editor, (state) => {
    const one = state.selected.length === 1 ? find(state.answer, state.selected[0]!) : undefined;
    return one !== undefined && isSpan(one) ? one : null;
  });
  const off = useText(editor, (state) => state.readOnly);
  const label = editor.schema.labels.find((one) => one.name === span?.name);
  if (span === null || label?.kind !== "span") return null;
  const all = label.attributes ?? [];
  const asked = askedOf(all, span);
  if (asked.length === 0) return null;
  const faults = new Map(attributeFaults(all, span).map((one) => [one.attribute, one.code]));
  const put = (name: string, value: AttributeValue | undefined) =>
    editor.set(
      { ...span, attributes: answered(all, span.class, span.attributes, name, value) },
      `attribute ${span.id} ${name}`,
    );
  return (
    <section className="tx-attributes" aria-label={t("attributes")}>
      <h3 className="an-head">{t("attributes")}</h3>
      {asked.map((one) => {
        const code = faults.get(one.name);
        return (
          <div key={`${span.id} ${one.name}`} className="field">
            <Field
              one={one}
              name={nameOf(one, i18n.language)}
              value={span.attributes[one.name]}
              off={off}
              onPut={(value) => put(one.name, value)}
            />
            {code !== undefined && !off && (
              <p className={code === "attribute_required" ? "hint c-warn" : "hint c-bad"}>
                {t(code === "attribute_required" ? "attribute_missing" : "attribute_wrong")}
              </p>
            )}
          </div>
        );
      })}
    </section>
  );
}

type FieldProps = {
  one: Attribute;
  name: string;
  value: AttributeValue | undefined;
  off: boolean;
  onPut: (value: AttributeValue | undefined) => void;
};

function Field(props: FieldProps) {
  const { one } = props;
  if (one.kind === "flag") return <Flag {...props} />;
  if (one.kind === "choice" || one.kind === "many") return <Choice {...props} />;
  return <Typed {...props} />;
}

function Flag({ name, value, off, onPut }: FieldProps) {
  return (
    <button
      type="button"
      className="lrow"
      aria-pressed={value === true}
      disabled={off}
      onClick={() => onPut(value !== true)}
    >
      <span className={`check ${value === true ? "on" : ""}`} aria-hidden="true" />
      <span className="grow clip">{name}</span>
    </button>
  );
}

function Choice({ one, name, value, off, onPut }: FieldProps) {
  const { i18n } = useTranslation();
  const many = one.kind === "many";
  const had: readonly string[] = Array.isArray(value)
    ? value
    : typeof value === "string"
      ? [value]
      : [];
  const press = (id: string) => {
    const on = had.includes(id);
    if (!many) onPut(on ? undefined : id);
    else
      onPut(
        (one.options ?? [])
          .map((option) => option.id)
          .filter((each) => (each === id ? !on : had.includes(each))),
      );
  };
  return (
    <fieldset className="tx-choice">
      <legend className="label strong">{name}</legend>
      {(one.options ?? []).map((option) => (
        <button
          key={option.id}
          type="button"
          className="chip"
          aria-pressed={had.includes(option.id)}
          disabled={off}
          onClick={() => press(option.id)}
        >
          {nameOf(option, i18n.language)}
        </button>
      ))}
    </fieldset>
  );
}

function Typed({ one, name, value, off, onPut }: FieldProps) {
  const [typing, setTyping] = useState<string | null>(null);
  const number = one.kind === "number";
  const finish = () => {
    if (typing === null) return;
    setTyping(null);
    if (typing.trim() === "") onPut(undefined);
    else if (!number) onPut(typing);
    else if (!Number.isNaN(numberOf(typing))) onPut(numberOf(typing));
  };
  return (
    <label className="col g4">
      <span className="label strong">{name}</span>
      <input
        className="in"
        inputMode={number ? "decimal" : "text"}
        maxLength={number ? undefined : (one.max_length ?? 1000)}
        disabled={off}
        value={typing ?? (value === undefined ? "" : String(value))}
        onChange={(event) => setTyping(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.nativeEvent.isComposing) finish();
        }}
      />
    </label>
  );
}
