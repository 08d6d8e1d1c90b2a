import { useEffect, useState } from "react";
import { useFollowing, useKeys } from "~/annotate/use";
import type { Desk } from "../model/desk";
import type { News } from "../model/guide";
import { watch } from "../model/hands";
import type { Lease } from "../model/server";
import { useActs } from "./acts";
import { type Comparison, useComparison } from "./compare";
import { useNews } from "./news";
import { returnOf } from "./pins";

/** What the page does with a piece of work. */
export type Doing = {
  handIn: () => void;
  takeBack: () => void;
  /** Gives it back; not offered for what has to be mended. */
  skip?: (why: string) => Promise<void>;
  renew: (lease: Lease) => void;
  /** Asks the server whether it is still ours. */
  check: () => void;
  leave: () => void;
};

export type Open = "skip" | "keys" | "nothing" | "guide" | "list" | null;

export type Bench = {
  open: Open;
  setOpen: (open: Open) => void;
  folded: boolean;
  setFolded: (folded: boolean) => void;
  /** Somebody has tried to hand in what is not right yet. */
  tried: boolean;
  submit: () => void;
  /** Whether to hand it in is the next thing to do: what is made first has a button of its own. */
  ready: boolean;
  /** Shows the guideline, where this width has it. */
  look: () => void;
  /** Takes over what fits of the piece before; null where there is none. */
  copy: (() => void) | null;
  /** Hands in although nothing is drawn. */
  submitNothing: () => void;
  comparison: Comparison;
  news: News | null;
  read: () => void;
};

const FOLD = "dure.guide";

function wasFolded(): boolean {
  try {
    return localStorage.getItem(FOLD) === "folded";
  } catch {
    return false;
  }
}

/** All that the two layouts of the editor's page share: keys, sheets, the way out of the hand. */
export function useBench(desk: Desk, doing: Doing, narrow: boolean): Bench {
  const [open, setOpen] = useState<Open>(null);
  const [wanted, fold] = useState(wasFolded);
  // Where there is no guideline its place is the board's, until somebody looks for it.
  const [sought, seek] = useState(false);
  const none = desk.piece.guideline === null;
  const folded = none ? !sought : wanted;
  // The page stays and the piece changes: what was of one piece is kept under its name.
  const [triedAt, setTriedAt] = useState<string | null>(null);
  const tried = triedAt === desk.piece.id;
  const comparison = useComparison(desk);
  const { news, read } = useNews(desk.piece);
  const { kit, editor, hands, keeper } = desk;

  const setFolded = (next: boolean) => {
    if (none) {
      seek(!next);
      return;
    }
    fold(next);
    try {
      localStorage.setItem(FOLD, next ? "folded" : "open");
    } catch {
      // Then it holds until the page is left.
    }
  };
  const handIn = () => {
    // Who has done one without it is not asked again to read it first.
    if (news?.from === null) read();
    doing.handIn();
  };
  const ready = useFollowing(
    editor,
    () => kit.modality !== "prompt" || editor.faults().length === 0,
  );
  const submit = () => {
    if (open !== null || keeper.state() === "conflict") return;
    if (editor.faults().length > 0) {
      setTriedAt(desk.piece.id);
      return;
    }
    if (kit.isBare(editor)) setOpen("nothing");
    else handIn();
  };
  const guide = () => {
    if (narrow) setOpen("guide");
    else setFolded(!folded);
  };
  const copy =
    desk.previous && (() => void import("./copy").then(({ copyPrevious }) => copyPrevious(desk)));
  useKeys(
    {
      ...(copy && { "work.copy": copy }),
      "work.submit": submit,
      "work.take_back": doing.takeBack,
      "work.guide": guide,
      "work.skip": () => (doing.skip === undefined ? false : setOpen("skip")),
      "work.compare": () => (comparison.diff === null ? false : comparison.show(!comparison.shown)),
      keys: () => setOpen("keys"),
    },
    useActs(),
  );
  useEffect(() => watch(hands), [hands]);
  // What is in hand is written before the page may be gone.
  useEffect(() => {
    const hide = () => {
      if (document.visibilityState !== "hidden") return;
      void keeper.keep();
      void keeper.push();
    };
    document.addEventListener("visibilitychange", hide);
    return () => document.removeEventListener("visibilitychange", hide);
  }, [keeper]);
  useEffect(
    () =>
      keeper.listen(() => {
        if (keeper.state() === "closed") doing.check();
      }),
    [keeper, doing],
  );
  return {
    open,
    setOpen,
    folded,
    setFolded,
    tried,
    submit,
    ready,
    look: () => (narrow ? setOpen("guide") : setFolded(false)),
    copy,
    submitNothing() {
      setOpen(null);
      handIn();
    },
    comparison,
    // Who mends his own work has done it before.
    news: news?.from === null && returnOf(desk.piece) !== null ? null : news,
    read,
  };
}
