import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { useTranslation } from "react-i18next";
import { TextField } from "./field";
import "./password.css";
import { Icon } from "./icons";

type Props = Omit<ComponentProps<typeof TextField>, "type" | "suffix" | "rows">;

/** A password, which can be looked at while it is typed. */
export function PasswordField(props: Props) {
  const { t } = useTranslation();
  const [seen, setSeen] = useState(false);
  return (
    <TextField
      {...props}
      type={seen ? "text" : "password"}
      suffix={
        <button
          type="button"
          className="peek"
          aria-pressed={seen}
          aria-label={t("show_password")}
          onClick={() => setSeen(!seen)}
        >
          <Icon of={seen ? EyeOff : Eye} size={20} />
        </button>
      }
    />
  );
}
