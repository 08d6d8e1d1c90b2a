import { BookOpen, List, Redo2, Undo2 } from "lucide-react";
import { type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Markdown } from "~/ui/markdown";
import { useMedia } from "~/ui/narrow";
import { PHONE } from "../device";
import type { Difference, Editing, Kit } from "../kit";
import { useStore } from "../use";
import "./told.css";

type Props = {
  /** The way out, at the begin of the bar. */
  back: ReactNode;
  /** What it is, in the bar above; beside it, at the end of the bar, `aside`. */
  name: ReactNode;
  aside?: ReactNode;
  kit: Kit;
  editor: Editing;
  diff?: Difference | null;
  /** What the stage's guideline says; null where there is none. */
  guideline: string | null;
  /** Above the board: which answer lies on it. */
  over?: ReactNode;
  /** What is to be read beside the board; on a phone it is a sheet. */
  panel?: ReactNode;
  /** The main button, and what has to be said of it. */
  foot: ReactNode;
};

/** The editor's page for a question, or for an answer that one is told of: the bar above, the board,
 * and what goes with it around it. */
export function Frame(props: Props) {
  const phone = useMedia(PHONE);
  const [guide, setGuide] = useState(false);
  const { t } = useTranslation("learn");
  const { back, name, aside, guideline } = props;
  const top = (
    <>
      {back}
      <h1 className="clip grow ln-name">{name}</h1>
      {aside}
      {phone && <StepsBack editor={props.editor} />}
      {guideline !== null && (
        <Button
          look="ghost"
          square={phone}
          aria-label={t("guideline")}
          onPress={() => setGuide(true)}
        >
          <Icon of={BookOpen} />
          {!phone && t("guideline")}
        </Button>
      )}
    </>
  );
  return (
    <>
      <Suspense fallback={<Skeleton lines={6} />}>
        {phone ? <Thumb {...props} top={top} /> : <Desk {...props} top={top} />}
      </Suspense>
      <Dialog title={t("guideline")} open={guide} onClose={() => setGuide(false)} sheet steady>
        <Markdown text={guideline ?? ""} />
      </Dialog>
    </>
  );
}

type Inner = Props & { top: ReactNode };

function Desk({ kit, editor, diff = null, over, panel, foot, top }: Inner) {
  const { t } = useTranslation("learn");
  const still = useStore(editor, (state) => state.readOnly);
  return (
    <div className="ed ln-ed" data-density="compact">
      <header className="ed-top">{top}</header>
      <div className={still ? "ed-body still" : "ed-body"}>
        {!still && <kit.Rail editor={editor} />}
        <main className={over === undefined ? "stage" : "stage ln-over"} id="content">
          {over !== undefined && <div className="ln-layers">{over}</div>}
          <div className="ln-mid">
            <kit.Board editor={editor} diff={diff} />
          </div>
          <kit.Status editor={editor} />
        </main>
        <aside className="panel" aria-label={t("panel")}>
          {panel ?? <kit.Panel editor={editor} />}
          <section className="col g8">{foot}</section>
        </aside>
      </div>
    </div>
  );
}

function Thumb({ kit, editor, diff = null, over, panel, foot, top }: Inner) {
  const { t } = useTranslation("learn");
  const [open, setOpen] = useState(false);
  const still = useStore(editor, (state) => state.readOnly);
  return (
    <div className="ln-phone" data-density="comfortable">
      <header className="ln-ptop">{top}</header>
      <main className="ln-view" id="content">
        {over !== undefined && <div className="ln-layers">{over}</div>}
        <div className="ln-mid">
          <kit.Board editor={editor} diff={diff} map />
        </div>
      </main>
      <footer className="ln-dock">
        {!still && <kit.Dock editor={editor} />}
        <div className="ln-ptools">
          {!still && <kit.PhoneTools editor={editor} />}
          <button type="button" className="an-t" onClick={() => setOpen(true)}>
            <Icon of={List} size={22} />
            {t(panel === undefined ? "list" : "look")}
          </button>
          <div className="grow col g8">{foot}</div>
        </div>
      </footer>
      <Dialog
        title={t(panel === undefined ? "list" : "look_title")}
        open={open}
        onClose={() => setOpen(false)}
        sheet
      >
        <div className="ln-sheet" data-density="compact">
          {panel ?? <kit.Sheet editor={editor} />}
        </div>
      </Dialog>
    </div>
  );
}

/** One step back and forth, in the bar above on a phone. */
function StepsBack({ editor }: { editor: Editing }) {
  const { t } = useTranslation("annotate");
  const { canUndo, canRedo, readOnly } = useStore(editor, (state) => state);
  if (readOnly) return null;
  return (
    <>
      <Button
        look="ghost"
        square
        aria-label={t("acts.undo")}
        isDisabled={!canUndo}
        onPress={() => editor.undo()}
      >
        <Icon of={Undo2} />
      </Button>
      <Button
        look="ghost"
        square
        aria-label={t("acts.redo")}
        isDisabled={!canRedo}
        onPress={() => editor.redo()}
      >
        <Icon of={Redo2} />
      </Button>
    </>
  );
}
