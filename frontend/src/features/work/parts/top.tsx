import { ArrowLeft, BookOpen, Ellipsis, Keyboard, Redo2, Undo2 } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { ActKey, useEditor } from "~/annotate";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import type { Desk } from "../model/desk";
import { Deadline, Meters, Today } from "./meters";
import { Saved } from "./saved";
import type { Bench, Doing } from "./use-bench";

const More = lazy(() => import("./more").then((part) => ({ default: part.More })));

type Props = { desk: Desk; bench: Bench; doing: Doing; narrow: boolean };

/** The bar above on a desk: the way out, what it is, whether it is safe, what it pays. */
export function Top({ desk, bench, doing, narrow }: Props) {
  const { t } = useTranslation(["work", "common", "annotate"]);
  const { lease, about } = desk.piece;
  const shown = narrow ? bench.open === "guide" : !bench.folded;
  return (
    <header className="ed-top">
      <Button look="ghost" square aria-label={t("leave")} onPress={doing.leave}>
        <Icon of={ArrowLeft} />
      </Button>
      <h1 className="clip wk-name">
        {about !== null && <b>{about.stage} </b>}
        <span className="t3">{lease.item.name}</span>
      </h1>
      <Saved desk={desk} />
      <span className="grow" />
      <Meters desk={desk} />
      <span className="grow" />
      <Today />
      <Button
        look="ghost"
        aria-pressed={shown}
        onPress={() => (narrow ? bench.setOpen("guide") : bench.setFolded(!bench.folded))}
      >
        <Icon of={BookOpen} />
        <span className="wk-word">{t("guide.title")}</span> <ActKey act="work.guide" />
      </Button>
      <Button
        look="ghost"
        square
        aria-label={t("common:nav.shortcuts")}
        onPress={() => bench.setOpen("keys")}
      >
        <Icon of={Keyboard} />
      </Button>
    </header>
  );
}

/** The bar above on a phone: price and state in two lines, one step back and forth. */
export function PhoneTop({ desk, bench, doing }: Omit<Props, "narrow">) {
  const { t } = useTranslation(["work", "common", "annotate"]);
  const { clock } = useFormat();
  const { editor, piece } = desk;
  const canUndo = useEditor(editor, (state) => state.canUndo);
  const canRedo = useEditor(editor, (state) => state.canRedo);
  const median = piece.about?.median_seconds ?? null;
  return (
    <header className="wk-ptop">
      <Button look="ghost" square aria-label={t("leave")} onPress={doing.leave}>
        <Icon of={ArrowLeft} />
      </Button>
      <div className="grow">
        <h1 className="clip wk-pname">
          <Money won={piece.lease.price} />
          {median !== null && (
            <span className="t3"> · {t("phone_line", { time: clock(median) })}</span>
          )}
        </h1>
        <p className="micro t3 row g4 clip">
          <Saved desk={desk} />
          {piece.lease.due_at !== null && (
            <span className="nowrap">
              · {t("until")} <Deadline desk={desk} />
            </span>
          )}
        </p>
      </div>
      <Button
        look="ghost"
        square
        aria-label={t("annotate:acts.undo")}
        isDisabled={!canUndo}
        className="wk-plain"
        onPress={() => editor.undo()}
      >
        <Icon of={Undo2} />
      </Button>
      <Button
        look="ghost"
        square
        aria-label={t("annotate:acts.redo")}
        isDisabled={!canRedo}
        className="wk-plain"
        onPress={() => editor.redo()}
      >
        <Icon of={Redo2} />
      </Button>
      <Suspense
        fallback={
          <Button look="ghost" square isDisabled aria-label={t("more")} className="wk-plain">
            <Icon of={Ellipsis} />
          </Button>
        }
      >
        <More desk={desk} bench={bench} doing={doing} />
      </Suspense>
    </header>
  );
}
