import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageTitle } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { Keeping } from "./keeping";
import { Looks } from "./looks";

/** Who looked at people's data, and how long what is kept. */
export function Privacy() {
  const { t } = useTranslation(["privacy", "admin"]);
  const { view } = useSearch({ from: "/inside/admin/privacy" });
  const go = useNavigate({ from: "/admin/privacy" });
  return (
    <>
      <PageTitle name={t("admin:pages.privacy")}>
        {t(view === "keeping" ? "privacy:desk.title_keeping" : "privacy:desk.title_looks")}
      </PageTitle>
      <div className="adm-tools">
        <Chips
          label={t("privacy:desk.which")}
          parts={[
            { id: "looks", word: t("privacy:desk.looks") },
            { id: "keeping", word: t("privacy:desk.keeping") },
          ]}
          chosen={view ?? "looks"}
          onChoose={(id) => go({ search: { view: id === "keeping" ? "keeping" : undefined } })}
        />
      </div>
      {view === "keeping" ? <Keeping /> : <Looks />}
    </>
  );
}
