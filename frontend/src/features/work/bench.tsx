import { BookOpen, CircleCheck, CircleDashed, List } from "lucide-react";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import {
  ActKey,
  Coordinates,
  LabelChips,
  Labels,
  ObjectList,
  PhoneTools,
  StatusBar,
  Tools,
} from "~/annotate";
import { whenIdle } from "~/api/idle";
import { useOutbox } from "~/api/outbox";
import { Button } from "~/ui/button";
import { Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import type { Desk } from "./model/desk";
import { useMedia } from "./parts/now";
import { returnOf } from "./parts/pins";
import { useSaveState } from "./parts/saved";
import { Stage } from "./parts/stage";
import { PhoneTop, Top } from "./parts/top";
import { type Bench as BenchState, type Doing, useBench } from "./parts/use-bench";
import { Wrong } from "./parts/wrong";
import "./work.css";

export type Props = {
  desk: Desk;
  doing: Doing;
  /** The main button's word. */
  word: string;
  /** Whether the next piece is ready; null where none follows. */
  next: boolean | null;
};

// What is not seen at first comes when there is time for it.
const Guide = lazy(() => import("./parts/guide").then((part) => ({ default: part.Guide })));
const Redo = lazy(() => import("./parts/redo").then((part) => ({ default: part.Redo })));
const loadSheets = () => import("./parts/sheets");
const Sheets = lazy(() => loadSheets().then((part) => ({ default: part.Sheets })));

const Refused = lazy(() =>
  import("~/shell/outbox-line").then((part) => ({ default: part.Refused })),
);

const PHONE = "(max-width: 640px), (max-height: 480px)";
const NARROW = "(max-width: 1080px)";

/** The editor's page: the picture with everything around it, as a desk or a phone has it. */
export function Bench(props: Props) {
  const phone = useMedia(PHONE);
  const narrow = useMedia(NARROW);
  const bench = useBench(props.desk, props.doing, narrow);
  const saving = useSaveState(props.desk);
  const Layout = phone ? PhoneBench : DeskBench;
  useEffect(() => whenIdle(() => void loadSheets()), []);
  return (
    <>
      <Layout {...props} bench={bench} narrow={narrow} />
      {(bench.open !== null || saving === "conflict") && (
        <Suspense>
          <Sheets {...props} bench={bench} phone={phone} narrow={narrow} />
        </Suspense>
      )}
    </>
  );
}

export type Inner = Props & { bench: BenchState; narrow: boolean };

function DeskBench({ desk, doing, word, next, bench, narrow }: Inner) {
  const { t } = useTranslation("work");
  const { editor, piece } = desk;
  const open = !bench.folded && !narrow;
  return (
    <div className="ed wk" data-density="compact" data-guide={open ? "open" : "folded"}>
      <Top desk={desk} bench={bench} doing={doing} narrow={narrow} />
      <div className="ed-body">
        <Tools editor={editor} />
        {open && (
          <aside className="guide" aria-label={t("guide.title")}>
            <Suspense fallback={<Skeleton lines={6} />}>
              <Guide
                piece={piece}
                news={bench.news}
                onRead={bench.read}
                onFold={() => bench.setFolded(true)}
              />
            </Suspense>
          </aside>
        )}
        <main className="stage" id="content">
          <Stage desk={desk} bench={bench} doing={doing} />
          <StatusBar editor={editor}>
            {next !== null && (
              <span className="row g4">
                <Icon of={next ? CircleCheck : CircleDashed} size={14} />
                {t(next ? "next_ready" : "next_coming")}
              </span>
            )}
          </StatusBar>
        </main>
        <aside className="panel" aria-label={t("panel")}>
          {returnOf(piece) !== null && (
            <Suspense>
              <Redo desk={desk} comparison={bench.comparison} />
            </Suspense>
          )}
          <Labels editor={editor} />
          <ObjectList editor={editor} />
          <Coordinates editor={editor} />
          <section className="col g8">
            <Others desk={desk} />
            {!open && bench.news !== null && <NewsLine bench={bench} />}
            <Wrong desk={desk} tried={bench.tried} />
            <div className="row">
              {doing.skip !== undefined && (
                <Button look="ghost" className="wk-skip" onPress={() => bench.setOpen("skip")}>
                  {t("skip.word")}
                </Button>
              )}
              <Button look="primary" main className="grow" onPress={bench.submit}>
                {word} <ActKey act="work.submit" />
              </Button>
            </div>
          </section>
        </aside>
      </div>
    </div>
  );
}

function PhoneBench({ desk, doing, word, bench }: Inner) {
  const { t } = useTranslation("work");
  const { editor, piece } = desk;
  return (
    <div className="wk-phone" data-density="comfortable">
      <PhoneTop desk={desk} bench={bench} doing={doing} />
      <main className="wk-view" id="content">
        <Stage desk={desk} bench={bench} doing={doing} map />
      </main>
      <footer className="wk-dock">
        {returnOf(piece) !== null && (
          <Button look="soft" full className="wk-why" onPress={() => bench.setOpen("guide")}>
            {t("redo.why")}
          </Button>
        )}
        <Others desk={desk} />
        {bench.news !== null && <NewsLine bench={bench} />}
        {bench.tried && <Wrong desk={desk} tried />}
        {!bench.tried && desk.refused !== null && <Wrong desk={desk} tried={false} />}
        <LabelChips editor={editor} />
        <div className="wk-ptools">
          <PhoneTools editor={editor} />
          <button type="button" className="an-t" onClick={() => bench.setOpen("list")}>
            <Icon of={List} size={22} />
            {t("list")}
          </button>
          <button type="button" className="an-t" onClick={() => bench.setOpen("guide")}>
            <Icon of={BookOpen} size={22} />
            {t("guide.title")}
          </button>
          <Button look="primary" main onPress={bench.submit}>
            {word}
          </Button>
        </div>
      </footer>
    </div>
  );
}

/** Other pieces that the server did not take. */
function Others({ desk }: { desk: Desk }) {
  const { refused } = useOutbox();
  const { id } = desk.piece.lease;
  if (refused.every((letter) => letter.assignment_id === id)) return null;
  return (
    <Suspense>
      <Refused but={id} />
    </Suspense>
  );
}

/** A new guideline, where the guideline itself is folded away. */
function NewsLine({ bench }: { bench: BenchState }) {
  const { t } = useTranslation("work");
  return (
    <div className="note now wk-newsline">
      <p className="grow strong">{t("guide.new", { version: bench.news?.to ?? 0 })}</p>
      <Button look="ghost" onPress={() => bench.setOpen("guide")}>
        {t("guide.look")}
      </Button>
    </div>
  );
}
