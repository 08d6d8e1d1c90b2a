import { CircleCheck, PencilLine } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate/parts/act-key";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Side } from "../model/sides";
import type { OpenProps } from "../viewer/piece-desk";
import { Why } from "../viewer/why";
import { useSideName } from "./name";

type Props = OpenProps & {
  sides: readonly Side[];
  agree: number;
  at: number;
  onChoose: (at: number) => void;
  phone: boolean;
  marked: boolean;
  onMarked: (on: boolean) => void;
  onApprove: () => void;
  onMend: () => void;
};

const differs = ({ found }: Side): number =>
  found.added.length + found.removed.length + found.changed.length;

/** Which answers there are and what differs; taking one of them, or mending it. */
export function SidesPanel(props: Props) {
  const { work, sides, agree, at, onChoose, phone, marked, onMarked, onApprove, onMend } = props;
  const { t } = useTranslation("review");
  const { percent } = useFormat();
  const name = useSideName();
  const side = sides[at]!;
  return (
    <aside className="panel sb-panel" aria-label={work.item.name}>
      {!phone && (
        <section className="col g4">
          <b>{t("sides.which", { n: sides.filter((one) => one.letter !== null).length })}</b>
          <p className="label t2">{t("sides.agree", { share: percent(agree) })}</p>
          {/* That they differ has been said. */}
          {work.subject?.why?.code !== "undecided" && <Why work={work} />}
        </section>
      )}
      <section className="sb-choices">
        <div role="radiogroup" aria-label={t("sides.title")} className="sb-choice-list">
          {sides.map((one, n) => (
            // biome-ignore lint/a11y/useSemanticElements: as all choices of the page are drawn
            <button
              key={one.letter ?? ""}
              type="button"
              role="radio"
              aria-checked={n === at}
              className="sb-choice"
              onClick={() => onChoose(n)}
            >
              <ActKey act={`review.side.${n + 1}`} />
              <b>{name(one)}</b>
              <span className="label t2 grow">
                {one.proposed ? (
                  <>
                    <Icon of={CircleCheck} size={14} />{" "}
                    {t(one.letter === null ? "sides.merged" : "sides.proposed")}
                  </>
                ) : (
                  t("sides.differs", { n: differs(one) })
                )}
              </span>
            </button>
          ))}
        </div>
      </section>
      {!phone && (
        <div className="rv-scroll">
          <section>
            <h3 className="row between">
              {side.proposed ? name(side) : t("sides.differences", { name: name(side) })}
              <Button look="ghost" aria-pressed={marked} onPress={() => onMarked(!marked)}>
                {t(marked ? "sides.unmark" : "sides.mark")}
                <ActKey act="review.difference" />
              </Button>
            </h3>
            <Differences {...props} side={side} />
          </section>
        </div>
      )}
      <section className="sb-acts">
        <Button look="line" full onPress={onMend}>
          <Icon of={PencilLine} size={16} />
          {t("sides.mend", { name: name(side) })}
          <ActKey act="review.fix" />
        </Button>
        <Button look="primary" main full onPress={onApprove}>
          {t("sides.take", { name: name(side) })}
          <ActKey act="review.approve" />
        </Button>
      </section>
    </aside>
  );
}

/** What the chosen answer says otherwise than what all come to, and what it says of the whole. */
function Differences({ work, kit, source, side }: Props & { side: Side }) {
  const { t } = useTranslation("review");
  const editor = useMemo(
    () => kit.open(work.label_schema, source, side.answer, { readOnly: true }),
    [kit, work, source, side],
  );
  if (side.proposed)
    return (
      <>
        <p className="label t2">
          {t(side.letter === null ? "sides.what_merged" : "sides.what_proposed")}
        </p>
        <kit.Answers editor={editor} />
      </>
    );
  return (
    <>
      <kit.DiffList editor={editor} diff={side.found} />
      <kit.Answers editor={editor} />
    </>
  );
}
