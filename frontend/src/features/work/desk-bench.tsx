import { CircleCheck, CircleDashed } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate/parts/act-key";
import { later } from "~/annotate/parts/later";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Inner } from "./bench";
import { NewsLine, Others, Together } from "./parts/lines";
import { returnOf } from "./parts/pins";
import { Stage } from "./parts/stage";
import { Top } from "./parts/top";
import { Wrong } from "./parts/wrong";

const CopyTool = later(() => import("./parts/copy-tool").then((part) => part.CopyTool));
const Guide = later(() => import("./parts/guide").then((part) => part.Guide));
const Redo = later(() => import("./parts/redo").then((part) => part.Redo));

/** The editor's page on a desk: rail, guideline, what is worked on, panel. */
export function DeskBench({ desk, doing, word, next, bench, narrow }: Inner) {
  const { t } = useTranslation("work");
  const { editor, kit, piece } = desk;
  const open = !bench.folded && !narrow;
  return (
    <div className="ed wk" data-density="compact" data-guide={open ? "open" : "folded"}>
      <Top desk={desk} bench={bench} doing={doing} narrow={narrow} />
      <div className="ed-body">
        <kit.Rail editor={editor}>{bench.copy && <CopyTool act={bench.copy} />}</kit.Rail>
        {open && (
          <aside className="guide" aria-label={t("guide.title")}>
            <Guide
              piece={piece}
              news={bench.news}
              onRead={bench.read}
              onFold={() => bench.setFolded(true)}
            />
          </aside>
        )}
        <main className="stage" id="content">
          <Stage key={piece.id} desk={desk} bench={bench} doing={doing} />
          <kit.Status editor={editor}>
            {next !== null && (
              <span className="row g4">
                <Icon of={next ? CircleCheck : CircleDashed} size={14} />
                {t(next ? "next_ready" : "next_coming")}
              </span>
            )}
          </kit.Status>
        </main>
        <aside className="panel" aria-label={t("panel")}>
          {returnOf(piece) !== null && <Redo desk={desk} comparison={bench.comparison} />}
          <kit.Panel editor={editor} />
          <section className="col g8">
            {kit.modality === "prompt" && <Together desk={desk} />}
            <Others desk={desk} />
            {!open && bench.news !== null && <NewsLine bench={bench} />}
            <Wrong desk={desk} tried={bench.tried} />
            <div className="row">
              {doing.skip !== undefined && (
                <Button look="ghost" className="wk-skip" onPress={() => bench.setOpen("skip")}>
                  {t("skip.word")}
                </Button>
              )}
              <Button
                look={bench.ready ? "primary" : "soft"}
                main
                className="grow"
                onPress={bench.submit}
              >
                {word} <ActKey act="work.submit" />
              </Button>
            </div>
          </section>
        </aside>
      </div>
    </div>
  );
}
