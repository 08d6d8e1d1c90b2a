import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { dayOf } from "~/api/worker";

/** The month and the year that are looked at: the address's, else the present ones. */
export function useWhen(): { month: string; year: number; today: string } {
  const { month, year } = useSearch({ from: "/inside/admin/papers" });
  const today = dayOf();
  return {
    month: month ?? today.slice(0, 7),
    year: year ?? Number(today.slice(0, 4)),
    today,
  };
}

/** The month before or after. */
export function monthBy(month: string, by: number): string {
  const [year = 0, at = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, at - 1 + by, 1)).toISOString().slice(0, 7);
}

/** What a month is called, with its year. */
export function useMonthWord(): (month: string) => string {
  const { i18n } = useTranslation();
  const words = new Intl.DateTimeFormat(i18n.language, {
    timeZone: "Asia/Seoul",
    year: "numeric",
    month: "long",
  });
  return (month) => words.format(new Date(`${month}-15T12:00:00+09:00`));
}
