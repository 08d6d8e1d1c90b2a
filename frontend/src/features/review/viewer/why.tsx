import { useTranslation } from "react-i18next";
import type { Work } from "./use-piece";

/** Why this comes to be looked at. */
export function Why({ work }: { work: Work }) {
  const { t } = useTranslation("review");
  const why = work.subject?.why;
  if (why == null) return null;
  return <p className="label t3">{t(`why.${why.code}`)}</p>;
}
