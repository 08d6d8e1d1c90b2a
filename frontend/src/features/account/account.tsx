import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { Certificates } from "~/ui/learning/certificates";
import { PageTitle } from "~/ui/page";
import { Factors } from "./factors";
import { Groups } from "./groups";
import { Leave } from "./leave";
import { Looks } from "./looks";
import { Password } from "./password";
import { Privacy } from "./privacy";
import { Projects } from "./projects";
import { Self } from "./self";
import { Sessions } from "./sessions";
import { TakingPart } from "./taking-part";
import { Tokens } from "./tokens";
import { Trust } from "./trust";
import "./account.css";

/** Oneself: name, language, look, password, browsers, keys for programs, and the way out. */
export function Account() {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const me = useMe();
  return (
    <div className="self">
      <PageTitle name={common("nav.account")}>{t("me.title", { name: me.name })}</PageTitle>
      <Self />
      <Looks />
      <Projects />
      <TakingPart />
      <Groups />
      <Trust />
      <Certificates />
      <Password />
      <Factors />
      <Sessions />
      <Tokens />
      <Privacy />
      <Leave />
    </div>
  );
}
