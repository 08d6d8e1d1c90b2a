import { Input, TextField } from "react-aria-components";

/** A field of a row: its name is said to screen readers, and stands in it while it is empty. */
export function Cell({
  label,
  hint,
  value,
  onChange,
  bad = false,
  locked = false,
}: {
  label: string;
  hint?: string;
  value: string;
  onChange: (text: string) => void;
  bad?: boolean;
  locked?: boolean;
}) {
  return (
    <TextField
      aria-label={label}
      value={value}
      onChange={onChange}
      isInvalid={bad}
      isReadOnly={locked}
      maxLength={100}
      className="field"
    >
      <span className={locked ? "in lock" : "in"}>
        <Input className="grow bare" placeholder={hint} />
      </span>
    </TextField>
  );
}
