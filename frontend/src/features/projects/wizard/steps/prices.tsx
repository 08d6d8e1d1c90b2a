import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePrices } from "../../design/prices/draft";
import { PriceForm } from "../../design/prices/form";
import { useWizard } from "../state";
import { StepFrame } from "../step-frame";

/** What is paid for, and how much at each level. */
export function Prices() {
  const { t } = useTranslation("projects");
  const { stage } = useWizard();
  const prices = usePrices(stage);
  const [tried, setTried] = useState(false);
  return (
    <StepFrame
      id="prices"
      hint={t("wizard.prices_hint")}
      save={async () => {
        setTried(true);
        return prices.save();
      }}
    >
      <PriceForm prices={prices} tried={tried} />
    </StepFrame>
  );
}
