import { useTranslation } from "react-i18next";
import { isRole } from "./model";

/** What a role of a prompt's part is called; a role of the project's own by its own name. */
export function usePromptRole(): (role: string) => string {
  const { t } = useTranslation("collecting");
  return (role) => (isRole(role) ? t(`prompts.roles.${role}`) : role);
}
