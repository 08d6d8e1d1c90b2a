import { useTranslation } from "react-i18next";
import { nameOf } from "~/annotate/core/choices";
import type { Schema } from "~/annotate/core/doc";
import { Icon } from "~/ui/icons";
import { FACTS } from "../kinds/facts";

/** The questions of a schema, a line each. */
export function Summary({ schema }: { schema: Schema }) {
  const { t, i18n } = useTranslation("projects");
  return (
    <ul className="col g6" aria-label={t("labels.questions")}>
      {schema.labels.map((label) => (
        <li key={label.name} className="row g8 label">
          <Icon of={FACTS[label.kind].icon} size={16} className="t2" />
          <span className="grow clip">{nameOf(label, i18n.language)}</span>
          <span className="t3 nowrap">
            {t(`labels.kind.${label.kind}`)}
            {"classes" in label &&
              ` · ${t(label.kind === "class" ? "labels.answers_n" : "labels.classes_n", { n: label.classes.length })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
