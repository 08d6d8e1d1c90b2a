/** Where the stages of a pipeline stand: a column for each step, in order. */

type Placed = { id: number; position: number };
type Arrow = { from_id: number; to_id: number };

/** In the order of their positions, then as they were made. */
export const inOrder = <S extends Placed>(stages: readonly S[]): S[] =>
  stages.toSorted((one, other) => one.position - other.position || one.id - other.id);

/** The stages in columns: each stands behind all that flows into it. */
export function columnsOf<S extends Placed>(stages: readonly S[], flows: readonly Arrow[]): S[][] {
  const depth = new Map<number, number>();
  const known = new Set(stages.map((stage) => stage.id));
  const into = (id: number) =>
    flows.flatMap((flow) => (flow.to_id === id && known.has(flow.from_id) ? [flow.from_id] : []));
  const find = (id: number, seen: ReadonlySet<number>): number => {
    const had = depth.get(id);
    if (had !== undefined) return had;
    const before = into(id).filter((one) => !seen.has(one));
    const next = new Set([...seen, id]);
    const own = before.length === 0 ? 0 : 1 + Math.max(...before.map((one) => find(one, next)));
    depth.set(id, own);
    return own;
  };
  const columns: S[][] = [];
  for (const stage of inOrder(stages)) {
    const at = find(stage.id, new Set());
    while (columns.length <= at) columns.push([]);
    columns[at]?.push(stage);
  }
  return columns;
}

/** To where a stage may flow: nowhere that leads back to it, and not twice to the same. */
export function targetsOf<S extends Placed>(
  from: number,
  stages: readonly S[],
  flows: readonly Arrow[],
): S[] {
  const leads = (id: number, seen: ReadonlySet<number> = new Set()): boolean =>
    id === from ||
    (!seen.has(id) &&
      flows.some((flow) => flow.from_id === id && leads(flow.to_id, new Set([...seen, id]))));
  return stages.filter(
    (stage) =>
      !leads(stage.id) && !flows.some((flow) => flow.from_id === from && flow.to_id === stage.id),
  );
}

/** The positions to save so that one stage stands a step earlier or later. */
export function shifted<S extends Placed>(
  stages: readonly S[],
  id: number,
  by: -1 | 1,
): { id: number; position: number }[] {
  const order = inOrder(stages);
  const from = order.findIndex((stage) => stage.id === id);
  const to = from + by;
  const [one, other] = [order[from], order[to]];
  if (one === undefined || other === undefined) return [];
  [order[from], order[to]] = [other, one];
  return order.flatMap((stage, position) =>
    stage.position === position ? [] : [{ id: stage.id, position }],
  );
}
