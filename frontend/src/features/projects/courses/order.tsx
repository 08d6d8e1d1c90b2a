import { ArrowDown, ArrowUp, GripVertical } from "lucide-react";
import { Button as Drag, GridList, GridListItem, useDragAndDrop } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Lesson } from "./queries";

type Props = {
  lessons: readonly Lesson[];
  chosen: number | null;
  fixed: boolean;
  onChoose: (id: number) => void;
  onMove: (from: number, to: number) => void;
};

/** The lessons in their order: dragged by the handle (by keyboard, too), or moved by buttons. */
export function LessonOrder({ lessons, chosen, fixed, onChoose, onMove }: Props) {
  const { t } = useTranslation("courses");
  const place = (id: unknown) => lessons.findIndex((one) => one.id === Number(id));
  const movable = !fixed && lessons.length > 1;
  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: !movable,
    getItems: (keys) =>
      [...keys].map((id) => ({ "text/plain": lessons[place(id)]?.title ?? String(id) })),
    onReorder({ keys, target }) {
      const from = place([...keys][0]);
      const at = place(target.key) + (target.dropPosition === "after" ? 1 : 0);
      if (from >= 0) onMove(from, at > from ? at - 1 : at);
    },
  });
  return (
    <>
      <GridList
        aria-label={t("lesson.list")}
        className="lesson-order"
        items={lessons}
        dependencies={[lessons, movable]}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={chosen === null ? [] : [chosen]}
        onSelectionChange={(keys) => {
          const [next] = keys;
          if (next !== undefined) onChoose(Number(next));
        }}
        dragAndDropHooks={dragAndDropHooks}
      >
        {(lesson) => (
          <GridListItem id={lesson.id} textValue={lesson.title} className="lesson-row">
            {movable && (
              <Drag
                slot="drag"
                className="lesson-grip"
                aria-label={t("lesson.drag", { title: lesson.title })}
              >
                <Icon of={GripVertical} size={16} />
              </Drag>
            )}
            <span className="t3 num">{place(lesson.id) + 1}</span>
            <span className="grow clip">{lesson.title}</span>
            {movable && (
              <Moves
                lesson={lesson}
                at={place(lesson.id)}
                last={lessons.length - 1}
                {...{ onMove }}
              />
            )}
          </GridListItem>
        )}
      </GridList>
      {movable && <p className="hint">{t("lesson.order_hint")}</p>}
    </>
  );
}

function Moves({
  lesson,
  at,
  last,
  onMove,
}: {
  lesson: Lesson;
  at: number;
  last: number;
  onMove: (from: number, to: number) => void;
}) {
  const { t } = useTranslation("courses");
  return (
    <span className="lesson-moves">
      <Button
        look="ghost"
        square
        aria-label={t("lesson.up", { title: lesson.title })}
        isDisabled={at === 0}
        onPress={() => onMove(at, at - 1)}
      >
        <Icon of={ArrowUp} size={16} />
      </Button>
      <Button
        look="ghost"
        square
        aria-label={t("lesson.down", { title: lesson.title })}
        isDisabled={at === last}
        onPress={() => onMove(at, at + 1)}
      >
        <Icon of={ArrowDown} size={16} />
      </Button>
    </span>
  );
}
