import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/api/problem";
import { Empty, Fault, Skeleton } from "~/ui/fault";

/** An address that leads nowhere. */
export const NotFound = () => (
  <main id="content" className="pagew">
    <Nothing />
  </main>
);

/** What is not there, or not for this person to see. */
function Nothing() {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t("not_found")} · ${t("dure")}`;
  }, [t]);
  return (
    <Empty icon={SearchX} title={t("not_found")} heads>
      <p>{t("not_found_hint")}</p>
      <Link to="/" className="btn line">
        {t("go_home")}
      </Link>
    </Empty>
  );
}

/** A page that could not be shown: why, and another try. */
export function PageFault({ error, reset }: ErrorComponentProps) {
  if (isProblem(error) && error.status === 404) return <Nothing />;
  return (
    <div className="pagew">
      <Fault error={error} retry={reset} />
    </div>
  );
}

/** While a page is on its way. */
export const Pending = () => (
  <div className="pagew">
    <Skeleton lines={6} />
  </div>
);
