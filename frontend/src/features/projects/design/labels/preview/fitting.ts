import { type Answer, classesOf, type Schema } from "~/annotate/core/doc";

/** What of an answer a schema still has words for. */
export function fitting(answer: Answer, schema: Schema): Answer {
  const labels = new Map(schema.labels.map((label) => [`${label.kind}\n${label.name}`, label]));
  const kept = answer.annotations.filter((one) => {
    const label = labels.get(`${one.kind}\n${one.name}`);
    if (label === undefined) return false;
    if (one.kind === "keypoints" && label.kind === "keypoints")
      if (one.points.length !== label.skeleton.points.length) return false;
    const known = new Set("classes" in label ? label.classes.map((each) => each.id) : []);
    return classesOf(one).every((id) => known.has(id));
  });
  const ids = new Set(kept.map((one) => one.id));
  const annotations = kept.filter(
    (one) => one.kind !== "relation" || (ids.has(one.from) && ids.has(one.to)),
  );
  return { modality: schema.modality, annotations };
}
