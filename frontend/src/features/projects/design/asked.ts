import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { nameOf } from "~/annotate/core/choices";
import { useStages } from "../frame/queries";
import { schemaQuery } from "./versions";

/** What a stage calls its questions; the stored name where it no longer asks one. */
export function useAsked(stageId: number): (name: string) => string {
  const { i18n } = useTranslation();
  const stages = useStages().filter((one) => one.id === stageId);
  const schema = useQueries({ queries: stages.map(schemaQuery) })[0]?.data;
  return (name) => {
    const label = schema?.labels.find((one) => one.name === name);
    return label === undefined ? name : nameOf(label, i18n.language);
  };
}
