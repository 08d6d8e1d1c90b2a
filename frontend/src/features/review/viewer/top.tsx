import { useQuery } from "@tanstack/react-query";
import {
  ArrowLeft,
  BookOpen,
  CloudCheck,
  CloudOff,
  CloudUpload,
  Keyboard,
  Undo2,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { paceOf, restOf } from "../model/pace";
import type { Queue } from "../model/queues";
import { figuresQuery } from "../queries";
import type { Place } from "./place";
import type { Sending } from "./use-sending";

type Props = {
  place: Place;
  queue: Queue | undefined;
  item: string | undefined;
  /** Which piece is looked at, from 1; 0 for none. */
  nth: number;
  total: number;
  done: number;
  left: number;
  sending: Sending;
  guide: boolean;
  onGuide: () => void;
  onKeys: () => void;
  onLeave: () => void;
};

/** The bar above: where one is, how far, what is on its way, and what helps. */
export function Top(props: Props) {
  const { t } = useTranslation("review");
  const { place, queue, item, nth, sending, guide, onGuide, onKeys, onLeave } = props;
  return (
    <header className="ed-top">
      <Button look="ghost" square aria-label={t("leave")} onPress={onLeave}>
        <Icon of={ArrowLeft} />
      </Button>
      <h1 className="rv-title clip">
        <b>{t(`level_${place.level}`)}</b>{" "}
        <span className="t3">{[queue?.stage, item].filter(Boolean).join(" · ")}</span>
      </h1>
      <span className="grow desk-only" />
      <Progress {...props} />
      <span className="grow desk-only" />
      <Saved sending={sending} />
      <Button
        look="ghost"
        onPress={() => void sending.undo()}
        isDisabled={sending.waiting.length === 0}
      >
        <Icon of={Undo2} />
        <span className="desk-only">{t("undo")}</span>
        <span className="phone-only sr-only">{t("undo")}</span>
        <ActKey act="review.undo" className="desk-only" />
      </Button>
      <Button look="ghost" onPress={onGuide} isDisabled={nth === 0} aria-expanded={guide}>
        <Icon of={BookOpen} />
        <span className="desk-only">{t("guideline")}</span>
        <span className="phone-only sr-only">{t("guideline")}</span>
        <ActKey act="review.guideline" className="desk-only" />
      </Button>
      <span className="desk-only">
        <Button look="ghost" square aria-label={t("keys")} onPress={onKeys}>
          <Icon of={Keyboard} />
        </Button>
      </span>
    </header>
  );
}

function Progress({ nth, total, done, left, sending }: Props) {
  const { t } = useTranslation("review");
  const { number, span } = useFormat();
  const figures = useQuery(figuresQuery(7));
  const pace = paceOf(sending.durations, figures.data?.median_seconds ?? null);
  const rest = restOf(left, pace);
  if (total === 0) return null;
  return (
    <div className="row g12 nowrap label rv-progress">
      <b>{t("nth", { total: number(total), n: number(nth === 0 ? done : nth) })}</b>
      <div
        className="bar desk-only"
        role="progressbar"
        aria-label={t("progress")}
        aria-valuemin={0}
        aria-valuenow={done}
        aria-valuemax={total}
      >
        <i style={{ width: `${(done / total) * 100}%` }} />
      </div>
      {pace !== null && rest !== null && left > 0 && (
        <span className="t3 desk-only">
          {t("rest", { pace: span(pace), rest: span(Math.max(60, Math.round(rest / 60) * 60)) })}
        </span>
      )}
    </div>
  );
}

/** Whether everything that was judged has reached the server. */
function Saved({ sending }: { sending: Sending }) {
  const { t } = useTranslation("review");
  const n = sending.waiting.length;
  const [icon, word] =
    n === 0
      ? ([CloudCheck, t("saving.saved")] as const)
      : sending.trouble === null
        ? ([CloudUpload, t("saving.waiting", { n })] as const)
        : ([CloudOff, t(`saving.${sending.trouble}`, { n })] as const);
  return (
    <span className="save" role="status">
      <Icon of={icon} />
      <span className="rv-saved-word">{word}</span>
    </span>
  );
}
