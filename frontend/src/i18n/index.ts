import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { josa } from "./josa";

export const LOCALES = ["ko", "en"] as const;
export type Locale = (typeof LOCALES)[number];

const files = import.meta.glob<{ default: Record<string, unknown> }>("./{ko,en}/*.json");

// Each part of the app has its sentences in a file of its own, fetched with the part.
const backend: BackendModule = {
  type: "backend",
  init() {},
  read(locale, namespace, done) {
    const load = files[`./${locale}/${namespace}.json`];
    if (load === undefined) done(new Error(`no sentences: ${locale}/${namespace}`), null);
    else
      load().then(
        (file) => done(null, file.default),
        (error) => done(error, null),
      );
  },
};

function stored(): Locale {
  try {
    if (localStorage.getItem("dure.locale") === "en") return "en";
  } catch {
    // Storage may be closed to us.
  }
  return "ko";
}

/** Makes the sentences ready: Korean, or what was chosen before. */
export async function startI18n(): Promise<void> {
  i18next.use(backend).use(initReactI18next);
  await i18next.init({
    lng: stored(),
    fallbackLng: false,
    ns: ["common", "problems"],
    defaultNS: "common",
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: true },
  });
  const { formatter } = i18next.services;
  formatter?.add("josa", (value, _locale, { form }) => josa(`${value}`, `${form ?? ""}`));
  // `{{n}} {{n, of(one: person; more: people)}}`, and `{{n}} report{{n, s}}`; `n` as it is shown.
  formatter?.add("of", (n, _locale, { one, more }) => (`${n}` === "1" ? one : more));
  formatter?.add("s", (n) => (`${n}` === "1" ? "" : "s"));
  document.documentElement.lang = i18next.language;
}

/** Speaks another language from now on, everywhere on the page. */
export async function speak(locale: Locale): Promise<void> {
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
  try {
    localStorage.setItem("dure.locale", locale);
  } catch {
    // Then it holds until the page is left.
  }
}

export const locale = (): Locale => (i18next.language === "en" ? "en" : "ko");
