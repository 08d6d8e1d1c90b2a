import { ChevronLeft, ChevronRight, SkipForward } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { inOrder, isSegment } from "../../clock/doc";
import { useClock } from "../../clock/use";
import { nameOf } from "../../core/choices";
import { ActKey } from "../../parts/act-key";
import { useStore } from "../../use";
import type { SeriesEditor } from "../editor";

/** Which epoch is in hand and what it was given, how many are left, and the way to the next of those. */
export function Epochs({ editor }: { editor: SeriesEditor }) {
  const { t, i18n } = useTranslation("annotate-clock");
  const { epochs } = editor;
  const answer = useClock(editor, (state) => state.answer);
  const index = useStore(editor.player.time, () => epochs?.current() ?? 0);
  if (epochs === null) return null;
  const { start } = epochs.of(index);
  const given = inOrder(answer).find(
    (one) =>
      isSegment(one) && one.name === epochs.label.name && one.start <= start && start < one.end,
  );
  const choice = given === undefined ? undefined : editor.choiceOf(given);
  const done = epochs.done(answer);
  return (
    <section className="se-epochs">
      <div className="row g8">
        <button
          type="button"
          className="an-icon"
          aria-label={t("epoch_acts.clock.back")}
          disabled={index === 0}
          onClick={() => epochs.by(-1)}
        >
          <Icon of={ChevronLeft} size={16} />
        </button>
        <b className="grow clip">
          {t("series.epoch", { n: index + 1, of: epochs.count })}
          <span className="t3 an-light">
            {" · "}
            {choice === undefined ? t("series.open") : nameOf(choice.class, i18n.language)}
          </span>
        </b>
        <button
          type="button"
          className="an-icon"
          aria-label={t("epoch_acts.clock.on")}
          disabled={index === epochs.count - 1}
          onClick={() => epochs.by(1)}
        >
          <Icon of={ChevronRight} size={16} />
        </button>
      </div>
      <div className="row between">
        <span className={`label ${done < epochs.count ? "c-warn" : "t3"}`}>
          {t("series.epochs_done", { n: done, of: epochs.count })}
        </span>
        {done < epochs.count && (
          <button type="button" className="an-link label row g4" onClick={() => epochs.nextOpen()}>
            <Icon of={SkipForward} size={14} />
            {t("acts.series.next_open")} <ActKey act="series.next_open" className="desk-only" />
          </button>
        )}
      </div>
    </section>
  );
}
