import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { useNeedWords } from "~/ui/learning/need-words";
import { Step, type TakingPart } from "~/ui/taking-part/step";
import { Screen } from "./screens";

/** What is asked before one may take part in collecting, to be said here and now. */
export function InTheWay({
  projectId,
  step,
  onAgain,
}: {
  projectId: number;
  step: TakingPart;
  onAgain: () => void;
}) {
  const { t } = useTranslation("work");
  const title = useNeedWords()({ code: step });
  return (
    <Screen title={title}>
      <section className="wk-asked col g16">
        <h2 className="title">{title}</h2>
        <Step projectId={projectId} step={step} onDone={onAgain} />
        {step === "guardian_missing" && (
          <Button look="ghost" full onPress={onAgain}>
            {t("none.again")}
          </Button>
        )}
      </section>
    </Screen>
  );
}
