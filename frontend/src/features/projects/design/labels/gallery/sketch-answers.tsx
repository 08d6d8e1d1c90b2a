import { useTranslation } from "react-i18next";
import { nameOf } from "~/annotate/core/choices";
import type { Annotation, Schema } from "~/annotate/core/doc";

const MOST = 3;

/** What the example chose, rated, wrote and ranked, as chips. */
export function Answers({
  definition,
  annotations,
}: {
  definition: Schema;
  annotations: readonly Annotation[];
}) {
  const { i18n } = useTranslation();
  const said = annotations.flatMap((one): string[] => {
    const label = definition.labels.find((each) => each.name === one.name);
    if (one.kind === "class" && label?.kind === "class")
      return label.classes
        .filter((each) => one.classes.includes(each.id))
        .map((each) => nameOf(each, i18n.language));
    if (one.kind === "rating" && label?.kind === "rating")
      return [`${one.value} / ${label.max ?? 5}`];
    if (one.kind === "writing") return [`“${one.text}”`];
    if (one.kind === "comparison") return [one.better ?? "="];
    return one.kind === "ranking" ? [one.order.join(" › ")] : [];
  });
  if (said.length === 0) return null;
  return (
    <div className="sketch-answers">
      {said.slice(0, MOST).map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two answers may read the same
        <span key={at} className="pill clip">
          {text}
        </span>
      ))}
    </div>
  );
}
