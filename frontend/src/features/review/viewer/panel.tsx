import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate/parts/act-key";
import { Button } from "~/ui/button";
import { changesIn, saidBefore } from "../model/compare";
import type { Reason } from "../model/judgement";
import { Reasons } from "./reasons";
import { SaidBefore } from "./said-before";
import type { Bench } from "./use-bench";
import { Verdicts } from "./verdicts";
import { Who } from "./who";

type Props = {
  bench: Bench;
  reasons: readonly Reason[];
  /** Whether what is missing is said: somebody has tried to send. */
  told: boolean;
  /** Only what the verdict needs: there is little room. */
  brief: boolean;
  comment: RefObject<HTMLTextAreaElement | null>;
  onReason: (code: string) => void;
  onSay: () => void;
  onChoose: (verdict: "return" | "reject") => void;
  onApprove: () => void;
  onSend: () => void;
};

/** What one decides by, and deciding. */
export function Panel(props: Props) {
  const { bench } = props;
  if (bench.mending) return <Mending bench={bench} />;
  const turns = saidBefore(bench.work);
  const said = <SaidBefore turns={turns} bench={bench} reasons={props.reasons} />;
  return (
    <aside className="panel" aria-label={bench.work.item.name}>
      {!props.brief && (
        <>
          <Who work={bench.work} />
          <div className="rv-scroll">
            {bench.work.level === 2 && said}
            <bench.kit.Answers editor={bench.editor} />
            <Changes bench={bench} />
            {bench.work.level !== 2 && said}
          </div>
        </>
      )}
      {bench.verdicts.includes("return") && <Reasons {...props} />}
      <Verdicts {...props} />
    </aside>
  );
}

/** What differs from the answer before, where there is one; and all that was drawn. */
function Changes({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  const { comparison, editor, kit } = bench;
  if (comparison === null) return <kit.List editor={editor} />;
  return (
    <>
      <section>
        <h3 className="row between">
          {t(`changed_${comparison.why}`)}
          <span className="label t3">{t("n_changes", { n: changesIn(comparison) })}</span>
        </h3>
        <kit.DiffList editor={editor} diff={comparison.found} />
      </section>
      <kit.List editor={editor} />
    </>
  );
}

/** While one mends: labels to draw with, the list of objects, and the way on. */
function Mending({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  return (
    <aside className="panel" aria-label={t("changed_fixed_by_me")}>
      <div className="rv-scroll rv-mend">
        <bench.kit.Panel editor={bench.editor} />
      </div>
      <section className="col g8">
        <bench.kit.Faults editor={bench.editor} faults={bench.faults} />
        <Button look="primary" main full onPress={bench.mend}>
          {t("end_mending")}
          <ActKey act="review.fix" />
        </Button>
        <Button look="ghost" full onPress={bench.drop}>
          {t("stop_mending")}
        </Button>
      </section>
    </aside>
  );
}
