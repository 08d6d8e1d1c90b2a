import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/choices";
import type { Told } from "../../kit";
import { FaultNote } from "../../parts/fault-note";
import type { PromptEditor } from "../editor";
import { keptAt, stateOf, takenAt } from "../places";

const KNOWN = new Set([
  "on_the_way",
  "take_failed",
  "unknown_part",
  "unknown_capture",
  "capture_checking",
  "capture_failed",
  "capture_twice",
  "required",
  "unanswered",
  "too_few",
  "too_many",
  "too_short",
  "too_long",
  "bad_rating",
]);

/** What is wrong, as a sentence; also for faults that the server found. */
export function useFault(editor: PromptEditor): (fault: Told) => string {
  const { t, i18n } = useTranslation("annotate-prompt");
  return (fault) => {
    const one = editor.get().answer.annotations.find((each) => each.id === fault.annotation);
    const label = editor.schema.labels.find((each) => each.name === (fault.label ?? one?.name));
    // Of a question there is nothing to count.
    const asked = editor.questions.some((each) => each.label === label);
    const code = fault.code === "required" && asked ? "unanswered" : fault.code;
    return t(`faults.${KNOWN.has(code) ? code : "other"}` as "faults.required", {
      label: label === undefined ? (fault.label ?? "") : nameOf(label, i18n.language),
      limit: fault.limit ?? 0,
      count: fault.count ?? 0,
    });
  };
}

export function FaultLine({ editor, fault }: { editor: PromptEditor; fault: Told }) {
  return useFault(editor)(fault);
}

/** What must be done before the answer can be handed in; a press goes to the place. */
export function Faults({ editor, faults }: { editor: PromptEditor; faults: readonly Told[] }) {
  const { t } = useTranslation("annotate-prompt");
  const sentence = useFault(editor);
  const wayTo = (fault: Told) => () => {
    const mine = editor.captures.own?.mine() ?? [];
    const { answer } = editor.get();
    const alike = [...editor.places, ...editor.questions].filter(
      (one) => one.label.name === fault.label,
    );
    const places = editor.places.filter((one) => one.label.name === fault.label);
    const bad =
      fault.code === "required"
        ? places.find((one) => takenAt(answer, one).length + keptAt(mine, one).length === 0)
        : places.find((one) => keptAt(mine, one).some((take) => stateOf(take) !== "done"));
    const to = bad ?? alike[0];
    if (to !== undefined) editor.take(to.key);
  };
  // Several takes that are on their way are one thing to wait for.
  const said = new Set<string>();
  const once = faults.filter((one) => {
    const words = sentence(one);
    return said.has(words) ? false : said.add(words);
  });
  return <FaultNote {...{ title: t("faults_title"), faults: once, sentence, wayTo }} />;
}
