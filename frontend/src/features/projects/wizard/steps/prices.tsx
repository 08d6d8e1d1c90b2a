import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePrices } from "../../design/prices/draft";
import { PriceForm } from "../../design/prices/form";
import { useWizard } from "../state";
import { StepFrame } from "../step-frame";

/** What one task pays at each level. */
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
      <PriceForm
        draft={prices.draft}
        levels={prices.levels}
        missing={tried ? prices.missing : new Set()}
        onChange={prices.set}
      />
    </StepFrame>
  );
}
