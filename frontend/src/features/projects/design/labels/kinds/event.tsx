import { type KindProps, useLabel } from "../building";
import { Channels } from "../parts/per";
import { TimeField } from "../parts/time";
import { MarkForm } from "./marks";

/** At this distance two people's events are half the same, where nothing is said: as the server's. */
const TOLERANCE = 250;

/** Single moments. */
export function EventForm({ label }: KindProps) {
  const { settle } = useLabel(label);
  return (
    <>
      <MarkForm label={label} />
      <div className="short-field">
        <TimeField
          name="tolerance"
          value={label.settings.tolerance ?? TOLERANCE}
          onChange={(tolerance) => settle({ tolerance })}
        />
      </div>
      <Channels label={label} />
    </>
  );
}
