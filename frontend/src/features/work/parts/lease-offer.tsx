import { TimerReset } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate/parts/act-key";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";

type Props = {
  /** What is left; none or less where the time is over. */
  seconds: number;
  extended: boolean;
  busy: boolean;
  ask: () => void;
};

/** That the time is nearly over, with more of it where that was not asked for yet. */
export function LeaseOffer({ seconds, extended, busy, ask }: Props) {
  const { t } = useTranslation("work");
  const { clock, span } = useFormat();
  const over = seconds <= 0;
  return (
    <div className="wk-offer note warn" role="status">
      <Icon of={TimerReset} />
      <p className="grow">
        {over
          ? t("time_over")
          : t("time_left", { time: seconds > 3600 ? span(seconds) : clock(seconds) })}
      </p>
      {!extended && !over && (
        <Button look="ghost" busy={busy} onPress={ask}>
          {t("extend")} <ActKey act="work.extend" />
        </Button>
      )}
    </div>
  );
}
