import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Handlers } from "~/annotate/core/keymap";
import type { Modality } from "~/annotate/kit";
import { useKeys } from "~/annotate/use";
import { Segments } from "~/ui/segments";
import { useActive } from "~/ui/use-active";
import type { Judgement } from "../model/judgement";
import type { Side } from "../model/sides";
import { Guide } from "../viewer/guide";
import { LeaseLine } from "../viewer/lease";
import type { OpenProps } from "../viewer/piece-desk";
import { usePhone } from "../viewer/use-phone";
import { actsOfSides, MOST_KEYS } from "./acts";
import { SidesPanel } from "./panel";
import { SideBoard } from "./side-board";
import "./sides.css";

/** Of what several at once would be too much for a machine, one is shown first. */
const HEAVY = new Set<Modality>(["video", "prompt"]);

type Props = OpenProps & {
  sides: readonly Side[];
  agree: number;
  judgement: Judgement;
  change: (part: Partial<Judgement>) => void;
};

/** The answers beside each other, without names: one is taken by its key, or mended. */
export function Sides(props: Props) {
  const { work, kit, source, sides, judgement, change, sending, desk, main } = props;
  const { t } = useTranslation("review");
  const seconds = useActive(work.id);
  const phone = usePhone();
  const first = sides.findIndex((one) =>
    judgement.chosen === null ? one.proposed : one.letter === judgement.chosen,
  );
  const [at, setAt] = useState(Math.max(0, first));
  const [marked, setMarked] = useState(true);
  const [alone, setAlone] = useState(HEAVY.has(kit.modality));
  const side = sides[at]!;

  const approve = () =>
    sending.send(
      work,
      { ...judgement, verdict: "approve", answer: null, chosen: side.letter },
      seconds(),
    );
  const mend = () =>
    change({
      verdict: "fix",
      chosen: side.letter,
      answer: judgement.chosen === side.letter ? judgement.answer : null,
    });
  const handlers: Handlers = {
    "review.approve": approve,
    "review.confirm": approve,
    "review.fix": mend,
    "review.difference": () => setMarked(!marked),
    "review.alone": () => setAlone(!alone),
    "review.side.next": () => setAt((at + 1) % sides.length),
    "review.side.previous": () => setAt((at + sides.length - 1) % sides.length),
    ...Object.fromEntries(
      Array.from({ length: MOST_KEYS }, (_, n) => [
        `review.side.${n + 1}`,
        () => (n < sides.length ? setAt(n) : false),
      ]),
    ),
  };
  useKeys(
    handlers,
    actsOfSides((name, n) => t(`sides.acts.${name}` as "sides.acts.take", { n })),
  );

  const one = phone || alone;
  return (
    <>
      <Guide {...props} />
      <main ref={main} tabIndex={-1} className="stage sb" aria-label={t("sides.title")}>
        <div className="sb-top">
          {!phone && sides.length > 1 && (
            <Segments
              label={t("sides.view")}
              chosen={alone ? "alone" : "beside"}
              onChoose={(view) => setAlone(view === "alone")}
              parts={[
                { id: "beside", word: t("sides.beside") },
                { id: "alone", word: t("sides.alone") },
              ]}
            />
          )}
          <span className="grow" />
          <LeaseLine work={work} desk={desk} />
        </div>
        <div className={one ? "sb-grid one" : "sb-grid"} data-sides={one ? 1 : sides.length}>
          {(one ? [side] : sides).map((each) => (
            <SideBoard
              key={each.letter ?? ""}
              side={each}
              kit={kit}
              source={source}
              schema={work.label_schema}
              chosen={each === side}
              marked={marked}
              phone={phone}
              onChoose={() => setAt(sides.indexOf(each))}
            />
          ))}
        </div>
      </main>
      <SidesPanel
        {...props}
        at={at}
        onChoose={setAt}
        phone={phone}
        marked={marked}
        onMarked={setMarked}
        onApprove={approve}
        onMend={mend}
      />
    </>
  );
}
