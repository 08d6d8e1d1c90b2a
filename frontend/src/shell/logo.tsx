import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** The name, and the way home. */
export function Logo() {
  const { t } = useTranslation();
  return (
    <Link to="/" className="logo">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <rect
          x="2"
          y="2"
          width="20"
          height="20"
          rx="6"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.4"
        />
        <path d="M10 2.5v19M10 14h11.5" stroke="currentColor" strokeWidth="2.4" />
        <rect x="11.2" y="3.2" width="9.6" height="9.6" rx="3.4" fill="var(--accent)" />
      </svg>
      {t("dure")}
    </Link>
  );
}
