import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { nameOf } from "~/annotate/core/choices";
import type { Label } from "~/annotate/core/doc";
import type { Stage } from "../../frame/queries";
import { schemaQuery } from "../versions";
import { type Clause, type Condition, draftOf, valuesOf } from "./condition";

const NOWHERE = { id: 0, project_id: 0, schema_version: null } as Stage;

/** A condition as a sentence, with the names of the labels of the stage that it is asked of. */
export function useConditionWords(
  from: Stage | undefined,
): (condition: Condition | null) => string {
  const { t, i18n } = useTranslation("pipeline");
  const schema = useQuery({ ...schemaQuery(from ?? NOWHERE), enabled: from !== undefined }).data;
  const labels = (schema?.labels ?? []) as readonly Label[];
  const clauseWords = (clause: Clause): string => {
    const label = labels.find((one) => one.name === clause.label);
    const name = label === undefined ? clause.label : nameOf(label, i18n.language);
    const known = label === undefined ? [] : valuesOf(label, clause.attribute);
    const values = clause.in.map((id) => {
      const value = known.find((one) => one.id === id);
      if (id === "true" || id === "false") return t(`condition.flag_${id}`);
      return value === undefined ? id : nameOf(value, i18n.language);
    });
    const not = clause.not ? "not" : "is";
    if (values.length === 0) return t(`condition.said.has_${not}`, { name });
    const list = values.join(", ");
    if (clause.attribute === null) return t(`condition.said.value_${not}`, { name, list });
    const attributes = label !== undefined && "attributes" in label ? label.attributes : [];
    const attribute = attributes?.find((one) => one.name === clause.attribute);
    const about = attribute === undefined ? clause.attribute : nameOf(attribute, i18n.language);
    return t(`condition.said.attribute_${not}`, { name, about, list });
  };
  return (condition) => {
    if (condition === null) return t("condition.said.always");
    const draft = draftOf(condition);
    if (draft === null) return t("condition.said.other");
    return draft.clauses.map(clauseWords).join(t(`condition.said.${draft.join}`));
  };
}
