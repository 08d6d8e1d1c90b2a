import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "~/annotate/use";
import { type Act, MenuAt } from "~/ui/menu";
import type { Desk } from "../model/desk";
import type { Bench, Doing } from "./use-bench";

type Props = {
  desk: Desk;
  bench: Bench;
  doing: Doing;
  /** The button that it opens at. */
  at: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpen: (open: boolean) => void;
};

/** On a phone: what is needed seldom; it comes when it is first asked for. */
export function More({ desk, bench, doing, at, open, onOpen }: Props) {
  const { t } = useTranslation(["work", "common", "annotate"]);
  const { editor, kit } = desk;
  const shapes = useStore(editor, (state) => state.shapes);
  const acts: Act[] = [
    ...(doing.skip === undefined
      ? []
      : [{ id: "skip", word: t("skip.word"), act: () => bench.setOpen("skip") }]),
    ...(bench.copy === null ? [] : [{ id: "copy", word: t("keys.copy"), act: bench.copy }]),
    {
      id: "shapes",
      word: t(shapes ? "annotate:shapes_hide" : "annotate:shapes_show"),
      act: () => kit.showShapes(editor, !shapes),
    },
    ...(kit.fit === null
      ? []
      : [{ id: "fit", word: t("annotate:acts.zoom.fit"), act: () => kit.fit?.(editor) }]),
    ...(kit.Light === null
      ? []
      : [{ id: "light", word: t("light"), act: () => bench.setOpen("list") }]),
    { id: "keys", word: t("common:nav.shortcuts"), act: () => bench.setOpen("keys") },
  ];
  return <MenuAt at={at} open={open} onOpen={onOpen} acts={acts} label={t("more")} />;
}
