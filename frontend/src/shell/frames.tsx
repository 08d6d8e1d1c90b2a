import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/api/problem";
import { Empty, Fault, Skeleton } from "~/ui/fault";

/** An address that leads nowhere, or to what this person may not see. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty icon={SearchX} title={t("not_found")}>
      <p>{t("not_found_hint")}</p>
      <Link to="/" className="btn line">
        {t("go_home")}
      </Link>
    </Empty>
  );
}

/** A page that could not be shown: why, and another try. */
export function PageFault({ error, reset }: ErrorComponentProps) {
  if (isProblem(error) && error.status === 404) return <NotFound />;
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
