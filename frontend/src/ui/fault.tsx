import { CircleAlert, type LucideIcon, RotateCcw, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/api/problem";
import { Icon } from "./icons";

/** What went wrong as a sentence in the reader's language; the server's own where we have none. */
export function useSentence(): (error: unknown) => string {
  const { t, i18n } = useTranslation("problems");
  return (error) => {
    if (!isProblem(error)) return t("broken");
    if (i18n.exists(error.code, { ns: "problems" }))
      return t(error.code as "broken", { ...error.more });
    return error.message || t("broken");
  };
}

/** A refusal, at the place it belongs; nothing where there is none. */
export function Fault({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  if (error === undefined || error === null) return null;
  const offline = isProblem(error) && error.offline;
  return (
    <div role="alert" className={offline ? "note warn" : "note bad"}>
      <Icon of={offline ? WifiOff : CircleAlert} />
      <p className="grow">{sentence(error)}</p>
      {retry !== undefined && (
        // A plain button: this is also what stands on the page when nothing else could be fetched.
        <button type="button" className="btn ghost" onClick={retry}>
          <Icon of={RotateCcw} size={16} />
          {t("retry")}
        </button>
      )}
    </div>
  );
}

/** Nothing to show yet: why, and what to do first. */
export function Empty({
  icon,
  title,
  heads = false,
  children,
}: {
  icon: LucideIcon;
  /** Nothing where the page's own title has said it. */
  title?: string;
  /** Whether nothing else heads the page. */
  heads?: boolean;
  children?: ReactNode;
}) {
  const Title = heads ? "h1" : "p";
  return (
    <div className="empty">
      <span className="thumb lg">
        <Icon of={icon} size={24} />
      </span>
      {title !== undefined && <Title className="strong">{title}</Title>}
      {children}
    </div>
  );
}

/** A remark that stands beside something. */
export function Note({
  icon,
  tone = "",
  children,
}: {
  icon: LucideIcon;
  tone?: "" | "warn" | "bad" | "ok" | "now";
  children: ReactNode;
}) {
  return (
    <div className={`note ${tone}`}>
      <Icon of={icon} />
      <div className="grow">{children}</div>
    </div>
  );
}

/** The layout of what is on its way: `lines` rows of a list. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("loading")} className="col g12">
      {[...Array(lines).keys()].map((line) => (
        <span
          key={line}
          className="sk"
          style={{ height: 40, width: line % 3 === 2 ? "70%" : "100%" }}
        />
      ))}
    </div>
  );
}
