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
type Role = (typeof ROLES)[number];

/** Is it a role that people have in a project or an organisation? Each has a name in `common:role`. */
export const isRole = (word: unknown): word is Role => (ROLES as readonly unknown[]).includes(word);

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
