import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { STEPS, type StepId, useWizard } from "./state";

/** One step: its sentence, its form, and the way back and on. On means: saved on the server. */
export function StepFrame({
  id,
  hint,
  save,
  word,
  quiet = false,
  children,
}: {
  id: Exclude<StepId, "basics" | "open">;
  hint?: ReactNode;
  /** Saves what is new; false where something at the fields has to be mended first. */
  save?: () => Promise<boolean>;
  /** What the main button says, where it is not only “next”. */
  word?: string;
  /** Whether the step's own button is the one to press next. */
  quiet?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation(["projects", "common"]);
  const { go, hold } = useWizard();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const at = STEPS.indexOf(id);
  const latest = useRef(save);
  latest.current = save;
  const try_ = useCallback(async (): Promise<boolean> => {
    if (latest.current === undefined) return true;
    setBusy(true);
    setFault(undefined);
    try {
      return await latest.current();
    } catch (error) {
      setFault(error);
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  useEffect(() => {
    hold(try_);
    return () => hold(null);
  }, [hold, try_]);
  const on = async () => {
    if (await try_()) {
      hold(null);
      go(STEPS[at + 1] ?? "open");
    }
  };
  return (
    <div className="wizard-step">
      <PageTitle name={t(`wizard.step.${id}`)}>{t(`wizard.title.${id}`)}</PageTitle>
      {hint !== undefined && <p className="t2 wizard-hint">{hint}</p>}
      {children}
      <Fault error={fault} />
      <footer className="wizard-foot">
        <Button look="ghost" onPress={() => go(STEPS[at - 1] ?? "basics")}>
          {t("common:back")}
        </Button>
        <span className="grow" />
        <Button look={quiet ? "line" : "primary"} main busy={busy} onPress={on}>
          {word ?? t("common:next")}
        </Button>
      </footer>
    </div>
  );
}
