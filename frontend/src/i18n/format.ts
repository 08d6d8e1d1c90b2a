import { useTranslation } from "react-i18next";

const ZONE = "Asia/Seoul"; // days are Seoul's, wherever the browser is

function make(locale: string) {
  const number = new Intl.NumberFormat(locale);
  const day = new Intl.DateTimeFormat(locale, { timeZone: ZONE, month: "long", day: "numeric" });
  const shortDay = new Intl.DateTimeFormat(locale, {
    timeZone: ZONE,
    month: "numeric",
    day: "numeric",
  });
  const weekday = new Intl.DateTimeFormat(locale, { timeZone: ZONE, weekday: "short" });
  const time = new Intl.DateTimeFormat(locale, {
    timeZone: ZONE,
    hour: "numeric",
    minute: "2-digit",
  });
  const full = new Intl.DateTimeFormat(locale, {
    timeZone: ZONE,
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const aligned = new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1 });
  const bytes = (n: number) => {
    if (n < 1e3) return `${n} B`;
    return n < 1e6 ? `${number.format(Math.round(n / 1e3))} KB` : `${(n / 1e6).toFixed(1)} MB`;
  };
  return {
    number: (n: number) => number.format(n),
    /** A share, 0 to 1. */
    percent: (n: number) => percent.format(n),
    /** The same where shares stand under each other. */
    aligned: (n: number) => aligned.format(n),
    day: (at: string | Date) => day.format(new Date(at)),
    shortDay: (at: string | Date) => shortDay.format(new Date(at)),
    weekday: (at: string | Date) => weekday.format(new Date(at)),
    time: (at: string | Date) => time.format(new Date(at)),
    full: (at: string | Date) => full.format(new Date(at)),
    bytes,
    /** How long ago, or in how long, in the largest unit that fits. */
    ago(at: string | Date, now: number = Date.now()): string {
      const seconds = (new Date(at).getTime() - now) / 1000;
      const size = Math.abs(seconds);
      if (size < 60) return relative.format(Math.round(seconds), "second");
      if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
      if (size < 86_400) return relative.format(Math.round(seconds / 3600), "hour");
      return relative.format(Math.round(seconds / 86_400), "day");
    },
    /** A length of time in its two largest units. */
    span(seconds: number): string {
      const parts: [number, string][] = [
        [Math.floor(seconds / 3600), locale === "ko" ? "시간" : "h"],
        [Math.floor((seconds % 3600) / 60), locale === "ko" ? "분" : "min"],
        [Math.round(seconds % 60), locale === "ko" ? "초" : "s"],
      ];
      const shown = parts.filter(([n]) => n > 0).slice(0, 2);
      const join = locale === "ko" ? "" : " ";
      return shown.length === 0
        ? `0${join}${locale === "ko" ? "초" : "s"}`
        : shown.map(([n, unit]) => `${n}${join}${unit}`).join(" ");
    },
    /** A clock that ticks: 4:29. */
    clock(seconds: number): string {
      const whole = Math.max(0, Math.floor(seconds));
      const rest = String(whole % 60).padStart(2, "0");
      const minutes = Math.floor(whole / 60);
      return minutes < 60
        ? `${minutes}:${rest}`
        : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
    },
  };
}

export type Format = ReturnType<typeof make>;
const made = new Map<string, Format>();

/** Numbers, days and times as the language writes them. */
export function format(locale: string): Format {
  let found = made.get(locale);
  if (found === undefined) {
    found = make(locale);
    made.set(locale, found);
  }
  return found;
}

export const useFormat = (): Format => format(useTranslation().i18n.language);
