import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Source } from "~/annotate/kit";
import { Fault } from "~/ui/fault";
import type { Side } from "../model/sides";
import type { ReviewKit } from "../viewer/use-piece";
import { useSideName } from "./name";

type Props = {
  side: Side;
  kit: ReviewKit;
  source: Source;
  schema: unknown;
  chosen: boolean;
  /** Whether what differs from the proposal is marked. */
  marked: boolean;
  phone: boolean;
  onChoose: () => void;
};

/** One of the answers, on a board of its own. */
export function SideBoard(props: Props) {
  const { side, kit, source, schema, chosen, marked, phone, onChoose } = props;
  const { t } = useTranslation("review");
  const name = useSideName();
  const editor = useMemo(
    () => kit.open(schema, source, side.answer, { readOnly: true }),
    [kit, schema, source, side],
  );
  const [unseen, setUnseen] = useState<unknown>();
  return (
    <section
      className="sb-side"
      data-chosen={chosen}
      aria-label={t("sides.answer_of", { name: name(side) })}
      onPointerDown={onChoose}
    >
      <p className="sb-name label" aria-hidden="true">
        {name(side)}
      </p>
      <div className="sb-board-of">
        <kit.Board
          editor={editor}
          keys={false}
          diff={marked && !side.proposed ? side.found : null}
          map={phone}
          onFault={setUnseen}
        />
        {unseen !== undefined && <Fault error={unseen} />}
      </div>
    </section>
  );
}
