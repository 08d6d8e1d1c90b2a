import { CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Progress } from "~/ui/page";
import "./signing.css";

type Signing = Schema<"SigningOut">;

/** How many have signed of how many, and who signed last; it moves while they do. */
export function StandingShown({ signing }: { signing: Signing }) {
  const { t } = useTranslation("signing");
  const { number, percent, time } = useFormat();
  const { called, signed, last } = signing.standing;
  return (
    <section className="sign-stands" aria-label={t("standing")}>
      <p className="sign-count" aria-live="polite">
        <b>{number(signed)}</b>
        <span className="t3">{t("of_called", { n: number(called) })}</span>
        <span className="grow" />
        {called > 0 && <span className="t2">{percent(signed / called)}</span>}
      </p>
      <Progress done={signed} total={called} label={t("standing")} />
      {last.length > 0 && (
        <ul className="sign-last" aria-label={t("last")}>
          {last.map((one) => (
            <li key={`${one.name}${one.signed_at}`}>
              <Icon of={CircleCheck} size={16} />
              <span>
                {signing.project_id === null ? t("initial", { name: one.name }) : one.name}
              </span>
              <span className="label t3">{time(one.signed_at)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
