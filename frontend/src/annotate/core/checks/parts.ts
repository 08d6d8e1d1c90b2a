import type { Annotation, Label } from "../doc";
import { type Asked, type Found, partsOf } from "./check";

/** Asked once of the item, or of each of its parts. */
type PerPart = Label & { per?: "item" | "part"; roles?: readonly string[] | null };
type OfPart = Annotation & { part?: string | null };

const meant = ({ facts }: Asked, roles: readonly string[] | null | undefined): readonly string[] =>
  partsOf(facts)
    .filter(({ role }) => roles == null || (role !== null && roles.includes(role)))
    .map(({ id }) => id);

/** Is it about a part that is asked about? */
export function ofPart(label: PerPart, asked: Asked, one: OfPart): readonly Found[] {
  const part = one.part ?? null;
  const fits =
    label.per === "part"
      ? part !== null && meant(asked, label.roles).includes(part)
      : part === null;
  return fits ? [] : [{ code: "unknown_part" }];
}

/** Has each place that is asked about its one answer? */
export function answeredOnce(
  label: PerPart & { required?: boolean },
  asked: Asked,
  given: readonly OfPart[],
  several = false,
): readonly Found[] {
  const counts = new Map<string | null, number>();
  for (const { part = null } of given) counts.set(part, (counts.get(part) ?? 0) + 1);
  const places = label.per === "part" ? meant(asked, label.roles) : [null];
  const found: Found[] = [];
  if (label.required !== false && places.some((place) => !counts.has(place)))
    found.push({ code: "required", count: given.length });
  const most = several ? 1 : Math.max(0, ...counts.values());
  if (most > 1) found.push({ code: "too_many", limit: 1, count: most });
  return found;
}
