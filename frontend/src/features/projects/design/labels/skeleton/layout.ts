/** Where the points of a skeleton stand on a board of 1 by 1, where nobody has placed them. */
export type Spot = { x: number; y: number };
type Given = { x?: number | null; y?: number | null };

const ROUNDS = 300;
const APART = 0.06; // how strongly points keep away from one another

/**
 * The stored places; where one lacks, all are laid out by their edges: joined points draw near,
 * others keep apart (Fruchterman and Reingold 1991, from a circle, so that it is always the same).
 */
export function placed(
  points: readonly Given[],
  edges: readonly (readonly [number, number])[],
): Spot[] {
  if (points.every((one) => typeof one.x === "number" && typeof one.y === "number"))
    return points.map((one) => ({ x: one.x as number, y: one.y as number }));
  const count = points.length;
  const spots = points.map((_, at) => ({
    x: 0.5 - 0.4 * Math.sin((2 * Math.PI * at) / count),
    y: 0.5 - 0.4 * Math.cos((2 * Math.PI * at) / count),
  }));
  const near = Math.sqrt(1 / Math.max(count, 1)) * 0.6;
  for (let round = 0; round < ROUNDS && edges.length > 0; round += 1) {
    const heat = 0.05 * (1 - round / ROUNDS);
    const pull = spots.map(() => ({ x: 0, y: 0 }));
    const push = (a: number, b: number, force: (far: number) => number) => {
      const dx = spots[a]!.x - spots[b]!.x;
      const dy = spots[a]!.y - spots[b]!.y;
      const far = Math.max(Math.hypot(dx, dy), 0.001);
      const much = force(far) / far;
      pull[a]!.x += dx * much;
      pull[a]!.y += dy * much;
      pull[b]!.x -= dx * much;
      pull[b]!.y -= dy * much;
    };
    for (let a = 0; a < count; a += 1)
      for (let b = a + 1; b < count; b += 1) push(a, b, (far) => (APART * near) / far);
    for (const [a, b] of edges) if (spots[a] && spots[b]) push(a, b, (far) => -(far * far) / near);
    for (const [at, spot] of spots.entries()) {
      const far = Math.max(Math.hypot(pull[at]!.x, pull[at]!.y), 0.001);
      const step = Math.min(far, heat) / far;
      spot.x += pull[at]!.x * step;
      spot.y += pull[at]!.y * step;
    }
  }
  return within(spots);
}

/** Spread over the board, with a margin; proportions stay. */
function within(spots: readonly Spot[]): Spot[] {
  const xs = spots.map((spot) => spot.x);
  const ys = spots.map((spot) => spot.y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const size = Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 0.001);
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top];
  return spots.map((spot) => ({
    x: 0.5 + ((spot.x - left - wide / 2) / size) * 0.84,
    y: 0.5 + ((spot.y - top - high / 2) / size) * 0.84,
  }));
}
