import { useTranslation } from "react-i18next";

/** Past the menus, for who goes by keyboard. */
export function Skip() {
  const { t } = useTranslation();
  return (
    <a className="btn primary skip" href="#content">
      {t("skip_to_content")}
    </a>
  );
}
