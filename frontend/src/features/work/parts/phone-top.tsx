import { ArrowLeft, Ellipsis, Redo2, Undo2 } from "lucide-react";
import { Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "~/annotate/use";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import type { Desk } from "../model/desk";
import { Deadline } from "./deadline";
import { part } from "./later";
import { Saved } from "./saved";
import type { Bench, Doing } from "./use-bench";

const More = part(() => import("./more"), "More");

type Props = { desk: Desk; bench: Bench; doing: Doing };

/** The bar above on a phone: price and state in two lines, one step back and forth. */
export function PhoneTop({ desk, bench, doing }: Props) {
  const { t } = useTranslation(["work", "common", "annotate"]);
  const { clock } = useFormat();
  const { editor, piece } = desk;
  const canUndo = useStore(editor, (state) => state.canUndo);
  const canRedo = useStore(editor, (state) => state.canRedo);
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
      <MoreButton desk={desk} bench={bench} doing={doing} />
    </header>
  );
}

function MoreButton(props: Props) {
  const { t } = useTranslation("work");
  const at = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button
        ref={at}
        look="ghost"
        square
        aria-label={t("more")}
        aria-haspopup="menu"
        aria-expanded={open}
        className="wk-plain"
        onPress={() => {
          setAsked(true);
          setOpen(!open);
        }}
      >
        <Icon of={Ellipsis} />
      </Button>
      {asked && (
        <Suspense>
          <More {...props} at={at} open={open} onOpen={setOpen} />
        </Suspense>
      )}
    </>
  );
}
