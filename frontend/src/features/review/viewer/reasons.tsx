import { type KeyboardEvent, type RefObject, useId } from "react";
import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate";
import { type Reason, stops } from "../model/judgement";
import { REASON_KEYS } from "./acts";
import type { Bench } from "./use-bench";
import { Words } from "./words";

type Props = {
  bench: Bench;
  reasons: readonly Reason[];
  told: boolean;
  comment: RefObject<HTMLTextAreaElement | null>;
  onReason: (code: string) => void;
  onSay: () => void;
  onSend: () => void;
};

/** Why an answer is stopped, by number key, and what the author is told. */
export function Reasons(props: Props) {
  const { bench, reasons, told, comment, onReason, onSay, onSend } = props;
  const { t, i18n } = useTranslation("review");
  const { judgement } = bench;
  const stopping = stops(judgement.verdict);
  const lack = told ? bench.lack : null;
  if (judgement.verdict === "fix")
    return (
      <section className="col g8">
        <Comment bench={bench} comment={comment} lacks={false} onSend={onSend} />
        <Words bench={bench} onSay={onSay} />
      </section>
    );
  return (
    <section className="col g8">
      <h3>{t(judgement.verdict === "reject" ? "reasons_reject" : "reasons_return")}</h3>
      <fieldset className="rzs" aria-label={t("reasons")}>
        {reasons.map((reason, at) => (
          <button
            key={reason.code}
            type="button"
            className="rz"
            aria-pressed={stopping && judgement.reason === reason.code}
            onClick={() => onReason(reason.code)}
          >
            {at < REASON_KEYS && <ActKey act={`review.reason.${at + 1}`} />}
            <span>{i18n.language === "en" ? reason.en : reason.ko}</span>
          </button>
        ))}
      </fieldset>
      {lack === "reason" && <Missing word={t("lack.reason")} />}
      {stopping && (
        <Comment bench={bench} comment={comment} lacks={lack === "comment"} onSend={onSend} />
      )}
      <Words bench={bench} onSay={onSay} />
    </section>
  );
}

const Missing = ({ word }: { word: string }) => (
  <p className="err" role="alert">
    {word}
  </p>
);

function Comment({
  bench,
  comment,
  lacks,
  onSend,
}: {
  bench: Bench;
  comment: RefObject<HTMLTextAreaElement | null>;
  lacks: boolean;
  onSend: () => void;
}) {
  const { t } = useTranslation("review");
  const { judgement, change } = bench;
  const id = useId();
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While a syllable is being composed, Enter ends the syllable.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      onSend();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.currentTarget.blur();
    }
  };
  const word = t(judgement.verdict === "fix" ? "comment_optional" : "comment");
  return (
    <div className="col g4">
      <label htmlFor={id} className="label t2">
        {word}
      </label>
      <div className={lacks ? "in tall bad" : "in tall"}>
        <textarea
          ref={comment}
          id={id}
          className="bare grow"
          rows={2}
          maxLength={5000}
          value={judgement.comment}
          placeholder={t("comment_hint")}
          aria-describedby={`${id}-keys`}
          aria-invalid={lacks}
          onChange={(event) => change({ comment: event.target.value })}
          onKeyDown={keys}
        />
      </div>
      {lacks ? (
        <Missing word={t("lack.comment")} />
      ) : (
        <p id={`${id}-keys`} className="micro t3 desk-only">
          {t("comment_keys")}
        </p>
      )}
    </div>
  );
}
