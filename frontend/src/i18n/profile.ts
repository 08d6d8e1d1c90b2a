import { useTranslation } from "react-i18next";

/** What a participant says of himself, in the order in which it is shown. */
export const PROFILE = [
  "age",
  "sex",
  "grew_up",
  "lives",
  "lives_years",
  "language",
  "device",
] as const;
export type ProfileAxis = (typeof PROFILE)[number];

const SET: Readonly<Record<Exclude<ProfileAxis, "lives_years">, string>> = {
  age: "age",
  sex: "sex",
  grew_up: "region",
  lives: "region",
  language: "language",
  device: "device",
};

/** A participant's profile in words: what an axis is called, a value of it, and all that are known. */
export function useProfileWords() {
  const { t, i18n } = useTranslation("profile");
  const axis = (of: ProfileAxis): string => t(`axis.${of}`);
  /** A value that has no word here is shown as it is stored. */
  const value = (of: ProfileAxis, stored: string | number): string => {
    if (of === "lives_years") return t("lives_years", { n: Number(stored) });
    const key = `value.${SET[of]}.${stored}`;
    return i18n.exists(key, { ns: "profile" }) ? t(key as "value.sex.other") : String(stored);
  };
  const values = (of: Exclude<ProfileAxis, "lives_years">): string[] =>
    Object.keys(t(`value.${SET[of]}` as "value.sex", { returnObjects: true }));
  return { axis, value, values };
}
