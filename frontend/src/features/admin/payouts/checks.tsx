import { CircleAlert, CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import type { Detail } from "./queries";

/** What must hold before an approval, and who waits for the next payout. */
export function Checks({ payout }: { payout: Detail }) {
  const { t } = useTranslation("payouts");
  const { number } = useFormat();
  return (
    <section aria-labelledby="checks">
      <h2 className="title" id="checks">
        {t("checks.title")}
      </h2>
      <ul className="po-checks">
        {payout.checks.map((check) => (
          <li key={check.code} className={check.ok ? "c-ok" : "c-bad"}>
            <Icon of={check.ok ? CircleCheck : CircleAlert} size={16} />
            <b>
              {check.ok
                ? t(`checks.${check.code}`)
                : t(`checks.${check.code}_bad`, { n: number(check.count) })}
            </b>
          </li>
        ))}
        {payout.held > 0 && (
          <li className="c-warn">
            <Icon of={CircleAlert} size={16} />
            <span>
              <b className="block">{t("checks.held", { n: number(payout.held) })}</b>
              <span className="label t3">{t("checks.held_hint")}</span>
            </span>
          </li>
        )}
      </ul>
    </section>
  );
}
