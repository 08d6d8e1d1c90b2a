import { type KindProps, useLabel } from "../building";
import { Attributes } from "../parts/attributes";
import { Classes } from "../parts/classes";
import { Counts } from "../parts/counts";
import { Channels } from "../parts/per";
import { TimeField } from "../parts/time";

/** At this distance two people's events are half the same, where nothing is said: as the server's. */
const TOLERANCE = 250;

/** Single moments. */
export function EventForm({ label }: KindProps) {
  const { settle } = useLabel(label);
  return (
    <>
      <Classes label={label} />
      <Counts label={label} />
      <div className="short-field">
        <TimeField
          name="tolerance"
          value={label.settings.tolerance ?? TOLERANCE}
          onChange={(tolerance) => settle({ tolerance })}
        />
      </div>
      <Channels label={label} />
      <Attributes label={label} />
    </>
  );
}
