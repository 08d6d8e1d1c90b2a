import { useTranslation } from "react-i18next";
import { nameOf } from "../core/choices";
import type { Annotation } from "../core/doc";
import type { Editing, Inspecting } from "../kit";
import type { Pin } from "../parts/pins";
import { isTaken } from "./doc";
import type { PromptEditor } from "./editor";
import { givenTo } from "./questions";
import { clock, usePlaceName, usePrompt } from "./use";

type Of = { editor: PromptEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): PromptEditor => editor as unknown as PromptEditor;
const given = <P extends Of>(component: React.ComponentType<P>) =>
  component as unknown as React.ComponentType<Omit<P, "editor"> & { editor: Editing }>;

function choose(editor: PromptEditor, id: string): void {
  editor.select([id]);
  document
    .querySelector(`.pr-take[data-id="${CSS.escape(id)}"]`)
    ?.scrollIntoView({ block: "nearest" });
}

function useSays(editor: PromptEditor): (one: Annotation) => string {
  const { i18n } = useTranslation();
  const placeName = usePlaceName(editor);
  return (one) => {
    const part = "part" in one ? (one.part ?? null) : null;
    const place = editor.places.find((each) => each.label.name === one.name && each.part === part);
    const label = editor.schema.labels.find((each) => each.name === one.name);
    return place === undefined
      ? label === undefined
        ? one.name
        : nameOf(label, i18n.language)
      : placeName(place);
  };
}

/** The takes, one under the other: a press brings one into view. */
function List({ editor }: Of) {
  const { t } = useTranslation("annotate-prompt");
  const says = useSays(editor);
  const answer = usePrompt(editor, (state) => state.answer);
  const selected = usePrompt(editor, (state) => state.selected);
  const takes = answer.annotations.filter(isTaken);
  if (takes.length === 0) return null;
  return (
    <section aria-label={t("places")}>
      <h3 className="an-head">{t("places")}</h3>
      {takes.map((one) => (
        <button
          key={one.id}
          type="button"
          className="lrow"
          aria-pressed={selected.includes(one.id)}
          onClick={() => choose(editor, one.id)}
        >
          <span className="grow clip">{says(one)}</span>
        </button>
      ))}
    </section>
  );
}

/** What was written, chosen and rated. */
function Answers({ editor }: Of) {
  const { t, i18n } = useTranslation("annotate-prompt");
  const answer = usePrompt(editor, (state) => state.answer);
  if (editor.questions.length === 0) return null;
  return (
    <dl className="pr-answers">
      {editor.questions.map((question) => (
        <div key={question.key}>
          <dt className="t2">{nameOf(question.label, i18n.language)}</dt>
          <dd className="strong">
            {givenTo(answer, question)
              .map((one) => {
                if (one.kind === "writing") return one.text;
                if (one.kind === "rating") return String(one.value);
                if (one.kind !== "class" || question.label.kind !== "class") return "";
                const { classes } = question.label;
                return one.classes
                  .map((id) =>
                    nameOf(classes.find((each) => each.id === id) ?? { id }, i18n.language),
                  )
                  .join(", ");
              })
              .join(" · ") || t("not_answered")}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What a pin points at, in words. */
function Pointed({ editor, pin }: Of & { pin: Pin }) {
  const { t } = useTranslation("annotate-prompt");
  const says = useSays(editor);
  const one = editor.get().answer.annotations.find((each) => each.id === pin.annotation);
  if (!pin.annotation) return t("pointed.whole");
  if (one === undefined) return <span className="c-warn">{t("pointed.gone")}</span>;
  return typeof pin.at === "number"
    ? t("pointed.at", { name: says(one), time: clock(pin.at / 1000) })
    : says(one);
}

/** Prompts, for who inspects. */
export const inspecting: Inspecting = {
  showPin(any, { annotation, at }) {
    const editor = own(any);
    if (!annotation) return;
    if (editor.captures.own !== null) editor.reveal(annotation);
    choose(editor, annotation);
    if (typeof at === "number") editor.hearing.get(annotation)?.seek(at);
  },
  chosen(any) {
    const editor = own(any);
    const { selected, moment } = editor.get();
    const id = selected[0];
    if (id === undefined) return null;
    const one = editor.get().answer.annotations.find((each) => each.id === id);
    const lasts = one?.kind === "recording" || one?.kind === "film";
    return lasts && moment?.annotation === id && moment.at > 0
      ? { annotation: id, at: Math.round(moment.at) }
      : { annotation: id };
  },
  things: (editor) => editor.get().answer.annotations.map((one) => one.id),
  choose: (editor, id) => choose(own(editor), id),
  setPinning: (editor, pinning) => own(editor).patch({ pinning }),
  keepLooks: () => () => {},
  follow: () => {},
  List: given(List),
  Answers: given(Answers),
  Pointed: given(Pointed),
  looking: ["prompt.play", "select.next", "select.previous"],
};

/** Nothing is suggested for what does not exist yet. */
export const looks = {
  Marks: () => null,
  useSays: (editor: Editing) => useSays(own(editor)),
  inOrder: (_: Editing, ones: readonly Annotation[]) => ones,
};
