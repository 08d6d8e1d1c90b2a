import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Verdict } from "../model/judgement";
import { VERDICTS } from "../verdict-mark";
import type { Bench } from "./use-bench";

const PAINT: Record<Verdict, string> = { approve: "ok", fix: "now", return: "warn", reject: "bad" };

type Props = {
  bench: Bench;
  told: boolean;
  onApprove: () => void;
  onChoose: (verdict: "return" | "reject") => void;
  onSend: () => void;
};

/** The four verdicts, each with its key, and sending the one that is chosen. */
export function Verdicts({ bench, told, onApprove, onChoose, onSend }: Props) {
  const { t } = useTranslation("review");
  const { judgement, noReturns } = bench;
  const chosen = judgement.verdict;
  return (
    <section className="col g8">
      <VerdictButtons bench={bench} onApprove={onApprove} onChoose={onChoose} />
      {noReturns && <p className="label t2">{t("no_more_returns")}</p>}
      {chosen === "reject" && <p className="label t2">{t("reject_warns")}</p>}
      {told && bench.lack === "unchanged" && (
        <p className="err" role="alert">
          {t("lack.unchanged")}
        </p>
      )}
      {chosen === "fix" && (
        <Button full onPress={bench.mend}>
          {t("mend_again")}
          <ActKey act="review.fix" />
        </Button>
      )}
      <Button look="primary" main full onPress={chosen === null ? onApprove : onSend}>
        {t(`send.${chosen ?? "approve"}`)}
        <ActKey act={chosen === null ? "review.approve" : "review.confirm"} />
      </Button>
    </section>
  );
}

/** The four buttons alone, as they also lie under the thumb. */
export function VerdictButtons({
  bench,
  onApprove,
  onChoose,
}: Pick<Props, "bench" | "onApprove" | "onChoose">) {
  const { t } = useTranslation("review");
  const { judgement, noReturns } = bench;
  const press = (verdict: Verdict) => {
    if (verdict === "approve") onApprove();
    else if (verdict === "fix") bench.mend();
    else onChoose(verdict);
  };
  return (
    <fieldset className="verd" aria-label={t("verdict")}>
      {bench.verdicts.map((verdict) => (
        <button
          key={verdict}
          type="button"
          className={`rv-${PAINT[verdict]}`}
          aria-pressed={judgement.verdict === verdict}
          disabled={verdict === "return" && noReturns}
          onClick={() => press(verdict)}
        >
          <Icon of={VERDICTS[verdict].icon} size={18} />
          <span>
            {t(`verdict_of.${verdict}`)} <ActKey act={`review.${verdict}`} />
          </span>
        </button>
      ))}
    </fieldset>
  );
}
