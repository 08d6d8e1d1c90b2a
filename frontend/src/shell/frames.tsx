import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { CircleAlert, RotateCcw, SearchX, WifiOff } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/api/problem";
import { Empty, Skeleton, useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";

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
export function PageFault({ error }: ErrorComponentProps) {
  const router = useRouter();
  const { t } = useTranslation();
  const sentence = useSentence();
  if (isProblem(error) && error.status === 404) return <Nothing />;
  const offline = isProblem(error) && error.offline;
  return (
    <div className="pagew" role="alert">
      <Empty icon={offline ? WifiOff : CircleAlert} title={t("not_opened")} heads>
        <p>{sentence(error)}</p>
        {/* All of the way here is gone again, not only what is drawn: what failed was mostly its beginning. */}
        <button type="button" className="btn line" onClick={() => void router.invalidate()}>
          <Icon of={RotateCcw} size={16} />
          {t("retry")}
        </button>
      </Empty>
    </div>
  );
}

/** While a page is on its way. */
export const Pending = () => (
  <div className="pagew">
    <Skeleton lines={6} />
  </div>
);
