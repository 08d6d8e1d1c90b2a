import { useTranslation } from "react-i18next";

const ROLES = [
  "worker",
  "primary_inspector",
  "secondary_inspector",
  "manager",
  "administrator",
  "finance",
  "arbiter",
  "custodian",
] as const;
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
const one = <Word extends string>(words: readonly Word[], value: string): Word | undefined =>
  words.find((word) => word === value);

/** What a look at somebody's data is called: the role it was done in, and what was seen. */
export function useLooks(): {
  role: (acting: string) => string;
  fields: (names: readonly string[]) => string;
} {
  const { t } = useTranslation(["privacy", "common"]);
  return {
    role: (acting) => {
      const role = one(ROLES, acting);
      if (role !== undefined) return t(`common:role.${role}`);
      return t(acting === "operator" ? "privacy:acting.operator" : "privacy:acting.member");
    },
    fields: (names) => {
      const said = names.map((name) => {
        const field = one(FIELDS, name);
        return field === undefined ? name : t(`privacy:field.${field}`);
      });
      return [...new Set(said)].join(", ");
    },
  };
}
