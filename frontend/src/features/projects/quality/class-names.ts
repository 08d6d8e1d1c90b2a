import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { nameOf } from "~/annotate/core/choices";
import { isClassed } from "~/annotate/core/doc";
import { schemaQuery } from "../design/versions";
import type { Stage } from "../frame/queries";

/** What a class of a report is called: it has `class`, or `question: class` where the stage asks
 * several. What the schema no longer has keeps its id. */
export function useClassNames(stage: Stage): (name: string) => string {
  const { i18n } = useTranslation();
  const schema = useSuspenseQuery(schemaQuery(stage)).data;
  const known = new Map<string, string>();
  const asked = (schema?.labels ?? []).filter(isClassed);
  for (const label of asked)
    for (const one of label.classes) {
      const name = nameOf(one, i18n.language);
      known.set(one.id, name);
      known.set(`${label.name}: ${one.id}`, asked.length > 1 ? `${label.name}: ${name}` : name);
    }
  return (name) => known.get(name) ?? name;
}
