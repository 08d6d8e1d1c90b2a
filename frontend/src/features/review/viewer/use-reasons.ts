import { useQuery } from "@tanstack/react-query";
import type { Reason } from "../model/judgement";
import { reasonsQuery } from "../queries";

const NONE: readonly Reason[] = [];

/** The project's reasons, in the order of their number keys. */
export const useReasons = (projectId: number): readonly Reason[] =>
  useQuery(reasonsQuery(projectId)).data ?? NONE;
