import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import type { Editor } from "../image/acts";
import { Attributes } from "./attributes";

/** What is asked of the selected object, as a sheet. */
export function AttributeSheet({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const { t } = useTranslation("annotate");
  return (
    <Dialog title={t("attributes")} open onClose={onClose} sheet>
      <div data-density="comfortable">
        <Attributes editor={editor} />
      </div>
      <Button look="primary" full onPress={onClose}>
        {t("attributes_done")}
      </Button>
    </Dialog>
  );
}
