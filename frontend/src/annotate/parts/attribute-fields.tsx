import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Classed } from "../core/ask";
import { answered, askedOf, isWrong, valuesOf } from "../core/attributes";
import { nameOf } from "../core/choices";
import type { Attribute, AttributeValue } from "../core/doc";
import { useKeys } from "../use";
import { AttributeNumber } from "./attribute-number";

/** More options than these are a list that opens. */
const CHIPS = 6;

/**
 * What is asked of each of some marks, of a picture or of a text, beside their class; nothing where
 * nothing is.
 */
export function AttributeFields({
  attributes,
  marks,
  title,
  off,
  scrolls = false,
  onTake,
}: {
  /** All that the marks' label asks. */
  attributes: readonly Attribute[];
  marks: readonly Classed[];
  /** What the marks are called. */
  title: string;
  off: boolean;
  /** Does it come into sight whenever it is about others? */
  scrolls?: boolean;
  onTake: (name: string, value: AttributeValue | undefined) => void;
}) {
  const { t } = useTranslation("annotate");
  const section = useRef<HTMLElement>(null);
  useKeys({
    attributes: () => {
      const first = section.current?.querySelector<HTMLElement>("button, input, select, textarea");
      if (first == null) return false;
      first.focus();
    },
  });
  const of = marks.map(({ id }) => id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever others are selected
  useEffect(() => {
    if (scrolls) section.current?.scrollIntoView({ block: "nearest" });
  }, [of, scrolls]);
  const [first] = marks;
  if (first === undefined) return null;
  // Of several, what is asked of each of them.
  const asked = askedOf(attributes, first).filter((one) =>
    marks.every((mark) => askedOf(attributes, mark).includes(one)),
  );
  if (asked.length === 0) return null;
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
          value={common(marks, one.name)}
          off={off}
          onTake={(value) => onTake(one.name, value)}
        />
      ))}
    </section>
  );
}

/** The value that all of them have; undefined where they differ. */
function common(marks: readonly Classed[], name: string): AttributeValue | undefined {
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
