type Holding = { annotations: readonly { id: string }[] };

/** With each of `ones` in the place of the annotation that has its id, else on top. */
export function put<R extends Holding>(answer: R, ...ones: R["annotations"]): R {
  const given = new Map(ones.map((one) => [one.id, one]));
  let same = true;
  const kept = answer.annotations.map((one) => {
    const next = given.get(one.id);
    if (next === undefined) return one;
    given.delete(one.id);
    if (next !== one) same = false;
    return next;
  });
  if (given.size > 0) return { ...answer, annotations: [...kept, ...given.values()] };
  return same ? answer : { ...answer, annotations: kept };
}
