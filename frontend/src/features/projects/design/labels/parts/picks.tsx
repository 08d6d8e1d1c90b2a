import { CheckboxGroup, Label } from "react-aria-components";
import { Checkbox } from "~/ui/field";

/** Several of a few, all in sight. */
export function Picks({
  label,
  hint,
  options,
  value,
  onChange,
}: {
  label: string;
  hint?: string;
  options: readonly { id: string; name: string }[];
  value: readonly string[];
  onChange: (ids: string[]) => void;
}) {
  return (
    <CheckboxGroup value={[...value]} onChange={onChange} className="field">
      <Label>{label}</Label>
      <div className="row wrap picks">
        {options.map((one) => (
          <Checkbox key={one.id} value={one.id}>
            {one.name}
          </Checkbox>
        ))}
      </div>
      {hint !== undefined && <p className="hint">{hint}</p>}
    </CheckboxGroup>
  );
}
