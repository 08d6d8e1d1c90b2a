import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { answered, askedOf, isWrong, valuesOf } from "../core/attributes";
import { nameOf } from "../core/choices";
import {
  type Attribute,
  type AttributeValue,
  isMark,
  type Mark,
  type ShapeLabel,
} from "../core/doc";
import type { Editor } from "../image/acts";
import { useObjectName } from "../names";
import { useEditor, useKeys } from "../use";
import { AttributeNumber } from "./attribute-number";

/** More options than these are a list that opens. */
const CHIPS = 6;

/** What is asked of each selected object beside its class; nothing where nothing is. */
export function Attributes({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const objectName = useObjectName(editor);
  const answer = useEditor(editor, (state) => state.answer);
  const selected = useEditor(editor, (state) => state.selected);
  const reading = useEditor(editor, (state) => state.readOnly);
  const section = useRef<HTMLElement>(null);
  useKeys({
    attributes: () => {
      const first = section.current?.querySelector<HTMLElement>("button, input, select, textarea");
      if (first == null) return false;
      first.focus();
    },
  });
  // What is asked of another object comes into sight in a long panel.
  const of = selected.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever others are selected
  useEffect(() => {
    section.current?.scrollIntoView({ block: "nearest" });
  }, [of]);
  const ids = new Set(selected);
  const marks = selected.length === 0 ? [] : answer.annotations.filter(isMark);
  const chosen = marks.filter((mark) => ids.has(mark.id));
  const [first] = chosen;
  if (first === undefined || chosen.some((mark) => mark.name !== first.name)) return null;
  const all = (editor.choiceOf(first)?.label as ShapeLabel | undefined)?.attributes ?? [];
  // Of several objects, what is asked of each of them.
  const asked = askedOf(all, first).filter((one) =>
    chosen.every((mark) => askedOf(all, mark).includes(one)),
  );
  if (asked.length === 0) return null;
  const title = chosen.length === 1 ? objectName(first) : t("many_selected", { n: chosen.length });
  return (
    <section ref={section} className="an-attributes" aria-label={t("attributes")}>
      <h3 className="row between an-head">
        {t("attributes")}
        <span className="t3 an-light clip">{title}</span>
      </h3>
      {asked.map((one) => (
        <Asked
          key={`${first.id} ${one.name}`}
          one={one}
          value={common(chosen, one.name)}
          off={reading}
          onTake={(value) =>
            editor.setAttribute(
              chosen.map((mark) => mark.id),
              one.name,
              value,
            )
          }
        />
      ))}
    </section>
  );
}

/** The value that all of them have; undefined where they differ. */
function common(marks: readonly Mark[], name: string): AttributeValue | undefined {
  const [first, ...rest] = marks.map((mark) => valuesOf(mark)[name]);
  const written = JSON.stringify(first);
  return rest.every((value) => JSON.stringify(value) === written) ? first : undefined;
}

type Props = {
  one: Attribute;
  value: AttributeValue | undefined;
  off: boolean;
  onTake: (value: AttributeValue | undefined) => void;
};

/** One question with the field that its kind asks for. */
function Asked(props: Props) {
  const { one, value } = props;
  const { t, i18n } = useTranslation("annotate");
  const id = useId();
  const missing =
    one.required === true && answered([one], "", {}, one.name, value)[one.name] === undefined;
  const wrong = value !== undefined && isWrong(one, value);
  return (
    <div className="an-asked">
      <p id={id} className="row between">
        <span>{nameOf(one, i18n.language)}</span>
        <span className={`an-light ${missing || wrong ? "c-warn" : "t3"}`}>
          {wrong
            ? t("attribute_wrong")
            : missing
              ? t("whole_required")
              : one.kind === "many"
                ? t("whole_many")
                : ""}
        </span>
      </p>
      <Field {...props} labelled={id} />
    </div>
  );
}

function Field({ one, value, off, onTake, labelled }: Props & { labelled: string }) {
  const { t, i18n } = useTranslation("annotate");
  const options = one.options ?? [];
  const named = options.map((option) => ({ id: option.id, word: nameOf(option, i18n.language) }));
  switch (one.kind) {
    case "flag":
      return (
        <Chips
          labelled={labelled}
          options={[
            { id: "true", word: t("yes") },
            { id: "false", word: t("no") },
          ]}
          on={value === undefined ? [] : [String(value)]}
          off={off}
          onPress={(id) => onTake(String(value) === id ? undefined : id === "true")}
        />
      );
    case "many": {
      const had = Array.isArray(value) ? (value as readonly string[]) : [];
      return (
        <Chips
          labelled={labelled}
          options={named}
          on={had}
          off={off}
          onPress={(id) =>
            onTake(
              // In the schema's order, so that the same choice is the same answer however it was made.
              options
                .map((option) => option.id)
                .filter((each) => (each === id ? !had.includes(id) : had.includes(each))),
            )
          }
        />
      );
    }
    case "choice":
      return named.length <= CHIPS ? (
        <Chips
          labelled={labelled}
          options={named}
          on={typeof value === "string" ? [value] : []}
          off={off}
          onPress={(id) => onTake(value === id ? undefined : id)}
        />
      ) : (
        <span className="in">
          <select
            className="bare"
            aria-labelledby={labelled}
            disabled={off}
            value={typeof value === "string" ? value : ""}
            onChange={(event) => onTake(event.target.value || undefined)}
          >
            <option value="">{t("attribute_none")}</option>
            {named.map(({ id, word }) => (
              <option key={id} value={id}>
                {word}
              </option>
            ))}
          </select>
        </span>
      );
    case "number":
      return (
        <AttributeNumber
          one={one}
          value={typeof value === "number" ? value : undefined}
          off={off}
          labelled={labelled}
          onTake={onTake}
        />
      );
    case "text":
      return (
        <span className="in">
          <input
            className="bare"
            aria-labelledby={labelled}
            disabled={off}
            maxLength={one.max_length ?? 1000}
            value={typeof value === "string" ? value : ""}
            onChange={(event) => onTake(event.target.value)}
          />
        </span>
      );
  }
}

type ChipsProps = {
  /** The id of what is asked. */
  labelled: string;
  options: readonly { id: string; word: string }[];
  on: readonly string[];
  off: boolean;
  onPress: (id: string) => void;
};

function Chips({ labelled, options, on, off, onPress }: ChipsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
    <span className="an-opts" role="group" aria-labelledby={labelled}>
      {options.map(({ id, word }) => (
        <button
          key={id}
          type="button"
          className="chip"
          aria-pressed={on.includes(id)}
          disabled={off}
          onClick={() => onPress(id)}
        >
          {word}
        </button>
      ))}
    </span>
  );
}
