import { BookOpen, List } from "lucide-react";
import { useTranslation } from "react-i18next";
import { later } from "~/annotate/parts/later";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Inner } from "./bench";
import { NewsLine, Others, Together } from "./parts/lines";
import { PhoneTop } from "./parts/phone-top";
import { pinsOf, returnOf } from "./parts/pins";
import { Stage } from "./parts/stage";
import { Wrong } from "./parts/wrong";

const WordSteps = later(() => import("./parts/words").then((its) => its.WordSteps));

/** The editor's page on a phone: the picture, and everything else within the thumb's reach. */
export function PhoneBench({ desk, doing, word, bench }: Inner) {
  const { t } = useTranslation("work");
  const { editor, kit, piece } = desk;
  return (
    <div className="wk-phone" data-density="comfortable">
      <PhoneTop desk={desk} bench={bench} doing={doing} />
      <main className="wk-view" id="content">
        <Stage key={piece.id} desk={desk} bench={bench} doing={doing} map />
      </main>
      <footer className="wk-dock">
        {pinsOf(returnOf(piece)).length > 0 ? (
          <WordSteps desk={desk} onWhy={() => bench.setOpen("guide")} />
        ) : (
          returnOf(piece) !== null && (
            <Button look="soft" full className="wk-why" onPress={() => bench.setOpen("guide")}>
              {t("redo.why")}
            </Button>
          )
        )}
        {kit.modality === "prompt" && <Together desk={desk} />}
        <Others desk={desk} />
        {bench.news !== null && <NewsLine bench={bench} />}
        {bench.tried && <Wrong desk={desk} tried />}
        {!bench.tried && desk.refused !== null && <Wrong desk={desk} tried={false} />}
        <kit.Dock editor={editor} />
        <div className="wk-ptools">
          <kit.PhoneTools editor={editor} />
          <button type="button" className="an-t" onClick={() => bench.setOpen("list")}>
            <Icon of={List} size={22} />
            {t("list")}
          </button>
          <button type="button" className="an-t" onClick={() => bench.setOpen("guide")}>
            <Icon of={BookOpen} size={22} />
            {t("guide.short")}
          </button>
          <Button look={bench.ready ? "primary" : "soft"} main onPress={bench.submit}>
            {word}
          </Button>
        </div>
      </footer>
    </div>
  );
}
