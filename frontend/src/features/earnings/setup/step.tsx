import { Circle, CircleAlert, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";

/** One step of several: what it says when it is done, its form while it is open. */
export function Step({
  n,
  title,
  done,
  says,
  warns,
  open,
  onEdit,
  children,
}: {
  n: number;
  title: string;
  done: boolean;
  says: string | undefined;
  warns?: string;
  open: boolean;
  /** None where it cannot be opened yet. */
  onEdit: (() => void) | undefined;
  children: ReactNode;
}) {
  const { t } = useTranslation("earnings");
  return (
    <li aria-current={open ? "step" : undefined}>
      <div className="row between">
        <span className="row g12">
          <Icon of={done ? CircleCheck : Circle} className={done ? "c-ok" : "t3"} />
          <span>
            <span className="label t3 block">{t("setup.step", { n })}</span>
            <b>{title}</b>
          </span>
        </span>
        {!open && onEdit !== undefined && (
          <Button look="ghost" aria-label={`${title} ${t("setup.edit")}`} onPress={onEdit}>
            {t("setup.edit")}
          </Button>
        )}
      </div>
      {!open && says !== undefined && <p className="t2 pay-step-says">{says}</p>}
      {warns !== undefined && (
        <p className="label c-warn row g4 pay-step-says">
          <Icon of={CircleAlert} size={16} />
          {warns}
        </p>
      )}
      {open && <div className="pay-step-says">{children}</div>}
    </li>
  );
}
