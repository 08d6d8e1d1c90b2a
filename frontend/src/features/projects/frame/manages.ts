import { useMe } from "~/api/session";
import type { Project } from "./queries";

/** Whether somebody manages this project, or keeps its organisation's books. */
export function useManages(project: Pick<Project, "id" | "organisation_id">): boolean {
  const me = useMe();
  return (
    me.projects.some((one) => one.id === project.id && one.roles.includes("manager")) ||
    me.organisations.some(
      (one) =>
        one.id === project.organisation_id &&
        (one.roles.includes("administrator") || one.roles.includes("finance")),
    )
  );
}

/** Whether somebody may put together what is delivered: who keeps the books may only read. */
export function useMakes(project: Pick<Project, "id" | "organisation_id">): boolean {
  const me = useMe();
  return (
    me.projects.some((one) => one.id === project.id && one.roles.includes("manager")) ||
    me.organisations.some(
      (one) => one.id === project.organisation_id && one.roles.includes("administrator"),
    )
  );
}

/** Whether somebody may see what was hidden in a project: its originals. */
export const useKeeps = (projectId: number): boolean =>
  useMe().projects.some((one) => one.id === projectId && one.roles.includes("custodian"));
