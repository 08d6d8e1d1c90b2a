import { useTranslation } from "react-i18next";
import { Checkbox } from "~/ui/field";
import { type KindProps, useLabel } from "../building";

export type SwitchName =
  | "required"
  | "many"
  | "leaf_only"
  | "several"
  | "ties"
  | "directed"
  | "cover"
  | "keep_place"
  | "near_duplicates";
/** What holds where nothing is said. */
const ON: ReadonlySet<SwitchName> = new Set(["required", "ties", "directed", "near_duplicates"]);

/** Settings that are on or off, in a row. */
export function Switches({ label, names }: KindProps & { names: readonly SwitchName[] }) {
  const { t } = useTranslation("projects");
  const { settle } = useLabel(label);
  return (
    <div className="row wrap switches">
      {names.map((name) => (
        <Checkbox
          key={name}
          isSelected={label.settings[name] ?? ON.has(name)}
          onChange={(on) => settle({ [name]: on })}
        >
          {t(`labels.on.${name}`)}
        </Checkbox>
      ))}
    </div>
  );
}
