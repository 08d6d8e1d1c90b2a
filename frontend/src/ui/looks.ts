import { useTranslation } from "react-i18next";
import { isRole } from "./roles";

const FIELDS = [
  "name",
  "email",
  "person",
  "worker",
  "legal_name",
  "identity",
  "account",
  "bank",
  "holder",
] as const;

/** What a look at somebody's data is called: the role it was done in, and what was seen. */
export function useLooks(): {
  role: (acting: string) => string;
  fields: (names: readonly string[]) => string;
} {
  const { t } = useTranslation(["privacy", "common"]);
  return {
    role: (acting) => {
      if (isRole(acting)) return t(`common:role.${acting}`);
      return t(acting === "operator" ? "privacy:acting.operator" : "privacy:acting.member");
    },
    fields: (names) => {
      const said = names.map((name) => {
        const field = FIELDS.find((one) => one === name);
        return field === undefined ? name : t(`privacy:field.${field}`);
      });
      return [...new Set(said)].join(", ");
    },
  };
}
