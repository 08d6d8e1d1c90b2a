import { useTranslation } from "react-i18next";
import { type Month, thisMonth } from "./month";

/** What a month is called: 11월, 2025년 12월. */
export function useMonthName(): (month: Month) => string {
  const { i18n } = useTranslation();
  return (month) => {
    const sameYear = month.slice(0, 4) === thisMonth().slice(0, 4);
    return new Intl.DateTimeFormat(i18n.language, {
      timeZone: "Asia/Seoul",
      month: "long",
      ...(sameYear ? {} : { year: "numeric" }),
    }).format(new Date(`${month}-15T12:00:00+09:00`));
  };
}
