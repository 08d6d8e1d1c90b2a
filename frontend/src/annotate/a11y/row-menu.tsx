import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { type Act, MenuAt } from "~/ui/menu";
import { fits, isShapeChoice, nameOf } from "../core/choices";
import type { Mark, Way } from "../core/doc";
import type { Editor } from "../image/acts";

type Props = {
  editor: Editor;
  mark: Mark;
  /** What it is called. */
  name: string;
  reading: boolean;
  /** The button beside which it opens. */
  at: RefObject<HTMLElement | null>;
  open: boolean;
  onOpen: (open: boolean) => void;
};

/** What can be done with one object, beyond hiding and deleting it. */
export function RowMenu({ editor, mark, name, reading, at, open, onOpen }: Props) {
  const { t, i18n } = useTranslation("annotate");
  const ids = [mark.id];
  const order = (way: Way): Act => ({
    id: way,
    word: t(`acts.order.${way}`),
    act: () => editor.reorder(ids, way),
  });
  const acts: Act[] = [
    { id: "zoom", word: t("zoom_to"), act: () => editor.zoomTo(mark.id) },
    ...(reading
      ? []
      : [
          ...editor.choices
            .filter(isShapeChoice)
            .filter((one) => fits(mark, one) && one !== editor.choiceOf(mark))
            .map((one) => ({
              id: `label ${one.index}`,
              word: t("become", { name: nameOf(one.class, i18n.language) }),
              act: () => editor.relabel(ids, one.index),
            })),
          { id: "duplicate", word: t("acts.duplicate"), act: () => editor.duplicate(ids) },
          ...(mark.group == null
            ? []
            : [{ id: "group", word: t("acts.select.group"), act: () => editor.selectGroup() }]),
          order("front"),
          order("forward"),
          order("backward"),
          order("back"),
        ]),
  ];
  return <MenuAt at={at} open={open} onOpen={onOpen} acts={acts} label={t("more", { name })} />;
}
