/** Which queue is worked on. */
export type Place = { projectId: number; stageId: number; level: 1 | 2 };

type Located = { project_id: number; stage_id: number; level: number };

/** Whether a letter or a lease belongs to a place. */
export const isAt = (place: Place, one: Located): boolean =>
  one.project_id === place.projectId && one.stage_id === place.stageId && one.level === place.level;
