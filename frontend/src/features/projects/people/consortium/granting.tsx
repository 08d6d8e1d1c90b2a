import { useTranslation } from "react-i18next";
import { Checkbox } from "~/ui/field";
import { GRANTED, type Granted } from "./queries";

/** In which roles a member may invite its own people. */
export function Granting({
  chosen,
  onChange,
}: {
  chosen: readonly Granted[];
  onChange: (roles: Granted[]) => void;
}) {
  const { t } = useTranslation(["consortia", "common"]);
  return (
    <fieldset className="col g8">
      <legend className="label strong">{t("consortia:roles")}</legend>
      {GRANTED.map((role) => (
        <Checkbox
          key={role}
          isSelected={chosen.includes(role)}
          onChange={(on) =>
            onChange(GRANTED.filter((one) => (one === role ? on : chosen.includes(one))))
          }
        >
          {t(`common:role.${role}`)}
        </Checkbox>
      ))}
    </fieldset>
  );
}
