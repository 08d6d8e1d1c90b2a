import i18next from "i18next";
import { copyInto } from "~/annotate/suggested/copy";
import { toast } from "~/ui/toast";
import type { Desk } from "../model/desk";

/** Takes over what fits of the piece before, and says how much that was. */
export function copyPrevious({ editor, piece, previous }: Desk): void {
  if (previous === null) return;
  const t = i18next.getFixedT(null, "work");
  const { came, left } = copyInto(editor, previous, piece.source);
  const key = came > 0 ? (left > 0 ? "some" : "all") : left > 0 ? "none" : "there";
  toast(t(`copy.${key}`, { n: came, left }));
}
