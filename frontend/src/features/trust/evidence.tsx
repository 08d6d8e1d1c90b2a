import type { Hit } from "~/api/trusted";

/** What was seen, in numbers beside what is usual. */
export function Evidence({ hit }: { hit: Hit }) {
  return (
    <dl className="tr-facts pnum mt-2">
      {Object.entries(hit.evidence).map(([name, value]) => (
        <div key={name}>
          <dt className="t2">{name}</dt>
          <dd>{String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
