import { Check, ChevronLeft, ChevronRight, CloudUpload, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { PromptEditor } from "../editor";
import { standing } from "../places";
import { usePlaceName, usePrompt, useRole, useTakes } from "../use";

const SIGNS = { done: Check, going: CloudUpload, wrong: TriangleAlert, none: null };

/** What is asked: where each part has a take of its own, the one in hand large, and the others around. */
export function Text({ editor }: { editor: PromptEditor }) {
  const role = useRole();
  const hand = usePrompt(editor, (state) => state.at);
  const place = editor.places.find((one) => one.key === hand) ?? null;
  const each = place !== null && place.part !== null;
  const asked = new Set(editor.places.map((one) => one.part));
  // What frames the whole stays in sight beside the part in hand.
  const around = each ? editor.parts.filter((one) => !asked.has(one.id)) : editor.parts;
  const now = each ? editor.parts.find((one) => one.id === place.part) : undefined;
  return (
    <div className="pr-text">
      {editor.places.length > 1 && <Steps editor={editor} />}
      {around.map((part) => (
        <section key={part.id} className={each ? "pr-around" : "pr-part"}>
          {part.role !== null && <h2 className="label t3">{role(part.role)}</h2>}
          <p>{part.text}</p>
        </section>
      ))}
      {now !== undefined && (
        <section className="pr-part" aria-live="polite">
          {now.role !== null && <h2 className="label t3">{role(now.role)}</h2>}
          <p>{now.text}</p>
        </section>
      )}
    </div>
  );
}

/** Every place with its state, and the way back and forth. */
function Steps({ editor }: { editor: PromptEditor }) {
  const { t } = useTranslation("annotate-prompt");
  const name = usePlaceName(editor);
  const hand = usePrompt(editor, (state) => state.at);
  const answer = usePrompt(editor, (state) => state.answer);
  const mine = useTakes(editor);
  const list = useRef<HTMLOListElement>(null);
  const at = editor.places.findIndex((one) => one.key === hand);
  const states = editor.places.map((place) => standing(answer, mine, place));
  const made = states.filter((one) => one !== "none").length;
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [at]);
  return (
    <nav className="pr-steps" aria-label={t("steps")}>
      <button
        type="button"
        className="an-icon"
        aria-label={t("previous")}
        disabled={at <= 0}
        onClick={() => editor.turn(-1)}
      >
        <Icon of={ChevronLeft} size={20} />
      </button>
      <ol ref={list}>
        {editor.places.map((place, n) => {
          const state = states[n]!;
          const sign = SIGNS[state];
          return (
            <li key={place.key}>
              <button
                type="button"
                className="pr-step"
                data-state={state}
                aria-current={n === at ? "step" : undefined}
                aria-label={t("step", { name: name(place), state: t(`standing.${state}`) })}
                onClick={() => editor.take(place.key)}
              >
                {sign === null ? n + 1 : <Icon of={sign} size={16} />}
              </button>
            </li>
          );
        })}
      </ol>
      <span className="label t2 pr-made">{t("made", { n: made, of: editor.places.length })}</span>
      <button
        type="button"
        className="an-icon"
        aria-label={t("next")}
        disabled={at < 0 || at === editor.places.length - 1}
        onClick={() => editor.turn(1)}
      >
        <Icon of={ChevronRight} size={20} />
      </button>
    </nav>
  );
}
