import { useTranslation } from "react-i18next";
import type { Difference } from "~/annotate/kit";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { choose, type Desk } from "../model/desk";
import { useSaveState } from "./saved-state";

/** Two places went on from the same draft: which of the two goes on? Neither is lost. */
export function Conflict({ desk }: { desk: Desk }) {
  const { t } = useTranslation("work");
  const state = useSaveState(desk);
  const theirs = desk.keeper.theirs();
  if (state !== "conflict" || theirs === null) return null;
  const { kit } = desk;
  const other = kit.readAnswer(theirs.body);
  const mine = desk.editor.answer();
  const change = kit.difference(other, mine);
  return (
    <Dialog title={t("conflict.title")} open onClose={() => choose(desk, "mine")}>
      <p>{t("conflict.what")}</p>
      <dl className="wk-two">
        <div>
          <dt className="strong">{t("conflict.mine")}</dt>
          <dd>{t("conflict.objects", { n: mine.annotations.length })}</dd>
        </div>
        <div>
          <dt className="strong">{t("conflict.theirs")}</dt>
          <dd>{t("conflict.objects", { n: other.annotations.length })}</dd>
        </div>
      </dl>
      <p className="label t2">{t("conflict.differ", counts(change))}</p>
      <p className="label t2">{t("conflict.safe")}</p>
      <footer className="row wrap">
        <Button onPress={() => choose(desk, "theirs")} className="grow">
          {t("conflict.take_theirs")}
        </Button>
        <Button look="primary" autoFocus onPress={() => choose(desk, "mine")} className="grow">
          {t("conflict.keep_mine")}
        </Button>
      </footer>
    </Dialog>
  );
}

const counts = (change: Difference) => ({
  added: change.added.length,
  removed: change.removed.length,
  changed: change.changed.length,
});
