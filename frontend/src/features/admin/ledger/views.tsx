import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Segments } from "~/ui/segments";
import { HouseSelect, useHouse } from "../house";

/** Movements or accounts, and of which organisation. The operator reads accounts of one that he
 * keeps the books of. */
export function Views() {
  const { t } = useTranslation("admin");
  const { view } = useSearch({ from: "/inside/admin/ledger" });
  const go = useNavigate({ from: "/admin/ledger" });
  const house = useHouse({ all: true });
  return (
    <div className="adm-tools">
      {house !== undefined && (
        <Segments
          label={t("ledger.views.label")}
          parts={[
            { id: "entries", word: t("ledger.views.entries") },
            { id: "accounts", word: t("ledger.views.accounts") },
          ]}
          chosen={view ?? "entries"}
          onChoose={(id) =>
            go({
              search: ({ house, project_id }) => ({
                house,
                project_id,
                view: id === "accounts" ? id : undefined,
              }),
            })
          }
        />
      )}
      <HouseSelect all />
    </div>
  );
}
