import { useTranslation } from "react-i18next";
import { KeySheet } from "~/annotate/parts/key-sheet";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import type { Inner } from "../bench";
import { Conflict } from "./conflict";
import { Guide } from "./guide";
import { Redo } from "./redo";
import { Skip } from "./skip";

/** What comes over the page: guideline and list on a phone, questions, the keys. */
export function Sheets({ desk, doing, bench, phone, narrow }: Inner & { phone: boolean }) {
  const { t } = useTranslation("work");
  const { open, setOpen } = bench;
  const close = () => setOpen(null);
  return (
    <>
      <Dialog
        title={t("guide.title")}
        open={open === "guide" && (phone || narrow)}
        onClose={close}
        sheet
        steady
      >
        {phone && <Redo desk={desk} comparison={bench.comparison} onShow={close} />}
        <Guide piece={desk.piece} news={bench.news} onRead={bench.read} />
      </Dialog>
      <Dialog title={t("list")} open={open === "list"} onClose={close} sheet steady>
        <desk.kit.Sheet editor={desk.editor} />
      </Dialog>
      <Dialog title={t("nothing.title")} open={open === "nothing"} onClose={close}>
        <p>{t("nothing.what")}</p>
        <footer className="row">
          <Button onPress={close} className="grow">
            {t("nothing.stay")}
          </Button>
          <Button look="primary" autoFocus onPress={bench.submitNothing} className="grow">
            {t("nothing.go")}
          </Button>
        </footer>
      </Dialog>
      {doing.skip !== undefined && <Skip open={open === "skip"} onClose={close} act={doing.skip} />}
      <KeySheet editor={desk.editor} open={open === "keys"} onClose={close} />
      <Conflict desk={desk} />
    </>
  );
}
