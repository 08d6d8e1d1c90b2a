import { FolderKanban } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { LinkButton } from "~/ui/button";
import { Empty } from "~/ui/fault";

/** The projects that one is in, as what, and under which name. */
export function Projects() {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const me = useMe();
  return (
    <section className="sec">
      <h2 className="title">{t("projects.title")}</h2>
      {me.projects.length === 0 && me.organisations.length === 0 && (
        <Empty icon={FolderKanban} title={t("projects.none")}>
          <LinkButton to="/work">{t("projects.find")}</LinkButton>
        </Empty>
      )}
      <ul className="list">
        {me.organisations.map((one) => (
          <li key={`o${one.id}`}>
            <span className="grow">
              <b className="block">{one.name}</b>
              <span className="label t3">
                {one.roles.map((role) => common(`role.${role}`)).join(", ")}
              </span>
            </span>
          </li>
        ))}
        {me.projects.map((one) => (
          <li key={one.id}>
            <span className="grow">
              <b className="block">{one.name}</b>
              <span className="label t3">
                {one.roles.map((role) => common(`role.${role}`)).join(", ")}
              </span>
            </span>
            <span className="label t2">{t("projects.called", { name: one.pseudonym })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
