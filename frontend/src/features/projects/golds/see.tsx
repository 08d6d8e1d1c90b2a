import { useTranslation } from "react-i18next";
import { Dialog } from "~/ui/dialog";
import type { Stage } from "../frame/queries";
import { Beside } from "./beside";
import type { Gold } from "./queries";

/** One known answer, to look at. */
export function See({ stage, gold, onClose }: { stage: Stage; gold: Gold; onClose: () => void }) {
  const { t } = useTranslation(["golds", "common"]);
  return (
    <Dialog title={gold.item.name} open onClose={onClose} wide>
      {gold.verdict !== null && (
        <p>{t("deserves", { verdict: t(`common:verdict.${gold.verdict}`) })}</p>
      )}
      <Beside stage={stage} itemId={gold.item.id} right={gold.answer} shown={gold.shown} />
      {gold.note !== "" && <p className="t2 gold-note">{gold.note}</p>}
    </Dialog>
  );
}
