import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { useBuilding } from "../building";

/** What is wrong with a row, as a sentence; undefined where nothing is. */
export function useFaultOf(key: string): string | undefined {
  const { t } = useTranslation("projects");
  const { faults, said } = useBuilding();
  const fault = faults.get(key);
  return fault === undefined ? said.get(key) : t(`labels.fault.${fault}`);
}

/** The same on a line of its own. */
export function FaultLine({ of }: { of: string }) {
  const sentence = useFaultOf(of);
  if (sentence === undefined) return null;
  return (
    <p className="err" role="alert">
      <Icon of={CircleAlert} size={16} />
      {sentence}
    </p>
  );
}
