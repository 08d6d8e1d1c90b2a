import { queryOptions, useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { api, must } from "~/api/client";
import type { Project, Stage } from "../frame/queries";

export const STEPS = [
  "basics",
  "data",
  "classes",
  "guideline",
  "inspection",
  "prices",
  "people",
  "budget",
  "open",
] as const;
export type StepId = (typeof STEPS)[number];

/** What was imported into the stage, and what is still being read. */
export const importedQuery = (projectId: number, stageId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "stage", stageId, "imported"],
    queryFn: async () => {
      const path = { project_id: projectId };
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/batches", {
          params: { path, query: { stage_id: stageId, limit: 100 } },
        }),
      );
      const real = page.items.filter((batch) => !batch.dry_run);
      return {
        items: real.reduce((sum, batch) => sum + (batch.state === "imported" ? batch.taken : 0), 0),
        reading: real.some((batch) => batch.state === "pending" || batch.state === "importing"),
        refused: real.reduce((sum, batch) => sum + batch.refused, 0),
      };
    },
    refetchInterval: (query) => (query.state.data?.reading ? 2000 : false),
  });

/** What putting the stage's data on offer sets aside at worst; needs labels and prices. */
export const quoteQuery = (stage: Stage) =>
  queryOptions({
    queryKey: ["project", stage.project_id, "stage", stage.id, "quote"],
    enabled: stage.schema_version !== null && stage.price_version !== null,
    staleTime: 0,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/openings/quote", {
          params: { path: { project_id: stage.project_id, stage_id: stage.id } },
        }),
      ),
  });

export type Wizardry = {
  project: Project;
  stage: Stage;
  /** Goes to another step; what the present one has unsaved is saved if it can be. */
  go: (step: StepId) => void;
  /** The present step says here how it is saved: true where there is nothing left to mend. */
  hold: (save: (() => Promise<boolean>) | null) => void;
};

export const WizardContext = createContext<Wizardry | null>(null);

export function useWizard(): Wizardry {
  const found = useContext(WizardContext);
  if (found === null) throw new Error("outside of the wizard");
  return found;
}

/** Which steps have what they need, as the server has it. */
export function useDone(project: Project | null, stage: Stage | null): Record<StepId, boolean> {
  const imported = useQuery({
    ...importedQuery(project?.id ?? 0, stage?.id ?? 0),
    enabled: project !== null && stage !== null,
  }).data;
  const quote = useQuery({
    ...quoteQuery(stage ?? NOWHERE),
    enabled: stage !== null && stage.schema_version !== null && stage.price_version !== null,
  }).data;
  return {
    basics: project !== null && stage !== null,
    data: (imported?.items ?? 0) > 0,
    classes: stage?.schema_version != null,
    guideline: stage?.guideline_version != null,
    inspection: stage?.schema_version != null,
    prices: stage?.price_version != null,
    people: project !== null && project.enrolment === "open",
    budget:
      quote !== undefined &&
      quote.budget >= quote.total &&
      (quote.budget > 0 || project?.state === "open"),
    open: project?.state === "open",
  };
}

const NOWHERE = { id: 0, project_id: 0, schema_version: null, price_version: null } as Stage;
