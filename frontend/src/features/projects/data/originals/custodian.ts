import { useMe } from "~/api/session";

/** Whether one may see originals of a project. */
export const useCustodian = (projectId: number): boolean =>
  useMe().projects.some((one) => one.id === projectId && one.roles.includes("custodian"));
