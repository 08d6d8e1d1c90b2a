import { Link } from "@tanstack/react-router";
import { ChartNoAxesColumn, FolderKanban, Gauge, House, Inbox, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { homes, useMe } from "~/api/session";
import { DeskShell } from "~/shell/desk-shell";
import { Icon } from "~/ui/icons";

/** The inspector's frame: his queues, his own figures, and the ways to his other homes. */
export function ReviewFrame({ here, children }: { here: string; children: ReactNode }) {
  const { t } = useTranslation(["review", "common"]);
  const has = homes(useMe());
  const side = (
    <>
      <Link to="/review" activeOptions={{ exact: true }}>
        <Icon of={Inbox} />
        {t("queues")}
      </Link>
      <Link to="/review/mine">
        <Icon of={ChartNoAxesColumn} />
        {t("mine")}
      </Link>
      <Link to="/trust">
        <Icon of={Gauge} />
        {t("trust")}
      </Link>
      <p className="cap">{t("elsewhere")}</p>
      {has.work && (
        <Link to="/" activeOptions={{ exact: true }}>
          <Icon of={House} />
          {t("common:nav.home")}
        </Link>
      )}
      <Link to="/earnings">
        <Icon of={Wallet} />
        {t("common:nav.earnings")}
      </Link>
      {has.manage && (
        <Link to="/projects">
          <Icon of={FolderKanban} />
          {t("common:nav.projects")}
        </Link>
      )}
    </>
  );
  return (
    <DeskShell side={side} crumbs={<b>{here}</b>}>
      {children}
    </DeskShell>
  );
}
