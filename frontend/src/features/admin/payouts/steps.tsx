import { CircleCheck, CircleDashed, CircleDot, type LucideIcon, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import type { Detail } from "./queries";

/** Who has done what, and what comes next. */
export function Steps({ payout }: { payout: Detail }) {
  const { t } = useTranslation("payouts");
  const me = useMe();
  const { shortDay, time } = useFormat();
  const when = (at: string | null) => (at === null ? undefined : `${shortDay(at)} ${time(at)}`);
  const waits = payout.state === "prepared";
  return (
    <section aria-labelledby="steps">
      <h2 className="title" id="steps">
        {t("steps.title")}
      </h2>
      <ol className="po-steps">
        <Step
          icon={CircleCheck}
          tone="c-ok"
          word={t("steps.prepared")}
          at={when(payout.created_at)}
        >
          {payout.prepared_by_name}
        </Step>
        {payout.returned_at !== null ? (
          <Step
            icon={RotateCcw}
            tone="c-warn"
            word={t("steps.returned")}
            at={when(payout.returned_at)}
          >
            {payout.returned_by_name}
          </Step>
        ) : (
          <>
            <Step
              icon={waits ? CircleDot : CircleCheck}
              tone={waits ? "acc" : "c-ok"}
              word={t(waits ? "steps.approve" : "steps.approved")}
              at={when(payout.approved_at)}
            >
              {waits
                ? payout.prepared_by === me.id
                  ? t("steps.somebody")
                  : t("steps.you")
                : payout.approved_by_name}
            </Step>
            <Step
              icon={payout.sent_at !== null ? CircleCheck : CircleDashed}
              tone={payout.sent_at !== null ? "c-ok" : "t3"}
              word={t(payout.sent_at !== null ? "steps.sent" : "steps.send")}
              at={when(payout.sent_at)}
            />
            <Step
              icon={payout.settled_at !== null ? CircleCheck : CircleDashed}
              tone={payout.settled_at !== null ? "c-ok" : "t3"}
              word={t(payout.settled_at !== null ? "steps.settled" : "steps.settle")}
              at={when(payout.settled_at)}
            />
          </>
        )}
      </ol>
    </section>
  );
}

function Step({
  icon,
  tone,
  word,
  at,
  children,
}: {
  icon: LucideIcon;
  tone: string;
  word: string;
  at: string | undefined;
  children?: ReactNode;
}) {
  return (
    <li>
      <Icon of={icon} size={16} className={tone} />
      <span className="grow">
        <b>{word}</b> <span className="t2">{children}</span>
      </span>
      {at !== undefined && <span className="label t3">{at}</span>}
    </li>
  );
}
