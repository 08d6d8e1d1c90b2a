import { useNavigate, useSearch } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Segments } from "~/ui/segments";
import { HouseSelect } from "../house";
import { monthBy, useMonthWord, useWhen } from "./when";

/** Which organisation, which view, which month or year. */
export function Tools() {
  const { t } = useTranslation("papers");
  const { view } = useSearch({ from: "/inside/admin/papers" });
  const go = useNavigate({ from: "/admin/papers" });
  const wordOf = useMonthWord();
  const { month, year, today } = useWhen();
  const step = (by: number) =>
    go({
      search: (old) =>
        view === "year" ? { ...old, year: year + by } : { ...old, month: monthBy(month, by) },
      replace: true,
    });
  const last = view === "year" ? year >= Number(today.slice(0, 4)) : month >= today.slice(0, 7);
  return (
    <div className="adm-tools">
      <Segments
        label={t("office.views")}
        chosen={view ?? "month"}
        onChoose={(next) =>
          go({ search: (old) => ({ ...old, view: next === "year" ? "year" : undefined }) })
        }
        parts={[
          { id: "month", word: t("office.month") },
          { id: "year", word: t("office.year") },
        ]}
      />
      <span className="row g4">
        <Button look="ghost" square aria-label={t("office.before")} onPress={() => step(-1)}>
          <Icon of={ChevronLeft} />
        </Button>
        <b className="nowrap" aria-live="polite">
          {view === "year" ? t("mine.year", { year: String(year) }) : wordOf(month)}
        </b>
        <Button
          look="ghost"
          square
          aria-label={t("office.after")}
          isDisabled={last}
          onPress={() => step(1)}
        >
          <Icon of={ChevronRight} />
        </Button>
      </span>
      <HouseSelect />
    </div>
  );
}
