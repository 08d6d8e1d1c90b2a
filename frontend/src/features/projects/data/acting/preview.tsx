import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { type Act, codeOf } from "./queries";

/** What an act would do: to how many, to which it cannot be done and why, and what it costs. */
export function Preview({
  act,
  onBack,
  onStart,
}: {
  act: Act | undefined;
  onBack: () => void;
  onStart: () => Promise<unknown>;
}) {
  const { t } = useTranslation("desk");
  const { t: common } = useTranslation();
  const { number } = useFormat();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  if (act === undefined) return <Skeleton lines={4} />;
  const refusals = Object.entries(act.refusals);
  const no = refusals.reduce((sum, [, n]) => sum + n, 0);
  const will = act.found - no;
  const counting = act.state === "counting";
  const start = async () => {
    setBusy(true);
    try {
      await onStart();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <div className="col g16">
      <p className="title" role="status">
        {counting
          ? `${t("counting")} ${number(act.found)}`
          : t("counted", { n: number(act.found) })}
      </p>
      <dl className="figures">
        <div>
          <dt>{t("will")}</dt>
          <dd className="num">{t("n", { n: number(will) })}</dd>
        </div>
        <div>
          <dt>{t("will_not")}</dt>
          <dd className="num">{t("n", { n: number(no) })}</dd>
        </div>
        {act.budget !== null && (
          <>
            <div>
              <dt>{t("cost")}</dt>
              <dd>
                <Money won={act.cost} />
              </dd>
            </div>
            <div>
              <dt>{t("budget")}</dt>
              <dd>
                <Money won={act.budget} />
              </dd>
            </div>
          </>
        )}
      </dl>
      {refusals.length > 0 && (
        <ul className="refusals">
          {refusals.map(([code, n]) => (
            <li key={code} className="row between">
              <span>{t(`code.${codeOf(code)}`)}</span>
              <span className="num">{t("n", { n: number(n) })}</span>
            </li>
          ))}
        </ul>
      )}
      {act.budget !== null && act.cost > act.budget && <p className="note warn">{t("short")}</p>}
      {!counting && will === 0 && <p className="t2">{t("nothing")}</p>}
      <Fault error={fault} />
      <footer className="row">
        <Button className="grow" autoFocus onPress={onBack}>
          {common("cancel")}
        </Button>
        <Button
          look={act.kind === "exclude" || act.kind === "reset" ? "danger" : "primary"}
          className="grow"
          busy={busy}
          isDisabled={counting || will === 0}
          onPress={start}
        >
          {t("go", { n: number(will) })}
        </Button>
      </footer>
    </div>
  );
}
