import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { Handlers } from "~/annotate/core/keymap";
import { ActKey } from "~/annotate/parts/act-key";
import { useKeys } from "~/annotate/use";
import { Fault } from "~/ui/fault";
import { useActive } from "~/ui/use-active";
import { changesIn } from "../model/compare";
import { stops } from "../model/judgement";
import { REASON_KEYS } from "./acts";
import { Dock } from "./dock";
import { Guide } from "./guide";
import { Layers } from "./layers";
import { LeaseLine } from "./lease";
import { Panel } from "./panel";
import type { OpenProps } from "./piece-desk";
import { Pinning } from "./pinning";
import { useBench } from "./use-bench";
import { usePhone } from "./use-phone";
import { useReasons } from "./use-reasons";

/** One piece to be judged: the picture or the text, the panel beside it, and all keys. */
export function OpenPiece(props: OpenProps) {
  const { work, source, kit, desk, sending, ready, main } = props;
  const { t } = useTranslation("review");
  const bench = useBench(work, source, kit);
  const { editor, judgement, comparison, mending, layer, pinning } = bench;
  const reasons = useReasons(work.project_id);
  const seconds = useActive(work.id);
  const phone = usePhone();
  const [told, setTold] = useState(false); // whether what is still missing has been asked for
  const [opened, setOpened] = useState(false); // the panel as a sheet, on a phone
  const [unseen, setUnseen] = useState<unknown>();
  const comment = useRef<HTMLTextAreaElement>(null);

  const send = () => {
    setTold(true);
    if (bench.lack === null) sending.send(work, judgement, seconds());
    else if (phone && judgement.verdict !== null) setOpened(true);
    else if (bench.lack === "comment") comment.current?.focus();
  };
  const approve = () => {
    const clean = { ...judgement, verdict: "approve" as const, answer: null };
    sending.send(work, clean, seconds());
  };
  const choose = (verdict: "return" | "reject") => {
    if (!bench.verdicts.includes(verdict)) return false;
    setTold(false);
    bench.choose(verdict);
    if (phone) setOpened(true);
    if (judgement.reason !== null) comment.current?.focus();
  };
  const give = (code: string) => {
    if (!bench.verdicts.includes("return")) return false;
    const verdict = stops(judgement.verdict)
      ? judgement.verdict
      : bench.noReturns
        ? "reject"
        : "return";
    // The field may only come to be with the reason: at once, so that the next key is written already.
    flushSync(() => bench.change({ reason: code, verdict }));
    comment.current?.focus();
  };

  const say = () => {
    if (!bench.say()) bench.setPinning(true);
    else if (phone) setOpened(true);
  };
  /** Through everything that something can be said of, one after the other. */
  const step = (by: 1 | -1) => {
    const things = kit.things(editor);
    const now = kit.chosen(editor);
    const at = now !== null && "annotation" in now ? things.indexOf(now.annotation) : -1;
    const next = things[(Math.max(at, by < 0 ? 0 : -1) + by + things.length) % things.length];
    return next === undefined ? false : kit.choose(editor, next);
  };

  const showPin = (index: number) => kit.showPin(editor, bench.pins[index] ?? {});
  const looking: Handlers = Object.fromEntries(
    kit.looking.flatMap((id) =>
      editor.handlers[id] === undefined ? [] : [[id, editor.handlers[id]] as const],
    ),
  );
  const handlers: Handlers = mending
    ? {
        ...without(editor.handlers, "zoom.selected", "video.on", "keys"),
        "review.fix": bench.mend,
        "review.undo": () => false,
      }
    : {
        ...looking,
        "select.next": () => step(1),
        "select.previous": () => step(-1),
        "review.approve": approve,
        "review.fix": bench.mend,
        "review.return": () => choose("return"),
        "review.reject": () => choose("reject"),
        "review.confirm": () => (judgement.verdict === null ? false : send()),
        "review.cancel": () => {
          if (pinning) bench.setPinning(false);
          else if (judgement.verdict === null) return false;
          else bench.change({ verdict: null });
        },
        "review.comment": () => (comment.current === null ? false : comment.current.focus()),
        "review.difference": () => {
          if (comparison === null) return false;
          const turns = { difference: "before", before: "after", after: "difference" } as const;
          bench.setLayer(turns[layer]);
        },
        "review.say": say,
        "review.pin": () => bench.setPinning(!pinning),
        "review.hide": {
          down: () => kit.showShapes(editor, false),
          up: () => kit.showShapes(editor, true),
        },
        ...Object.fromEntries(
          Array.from({ length: REASON_KEYS }, (_, n) => [
            `review.reason.${n + 1}`,
            () => (reasons[n] === undefined ? false : give(reasons[n].code)),
          ]),
        ),
      };
  useKeys(handlers);

  const panel = (
    <Panel
      bench={bench}
      reasons={reasons}
      told={told}
      brief={phone && stops(judgement.verdict)}
      comment={comment}
      onReason={give}
      onSay={say}
      onChoose={choose}
      onApprove={approve}
      onSend={send}
    />
  );
  return (
    <>
      <Guide {...props} />
      <main
        ref={main}
        tabIndex={-1}
        className="stage"
        aria-label={
          work.subject?.author ? t("author_is", { who: work.subject.author }) : t("sides.title")
        }
      >
        <div className={`rv-mid ${mending ? "mending" : ""}`}>
          {mending && !phone && <kit.Rail editor={editor} />}
          <kit.Board
            editor={editor}
            keys={false}
            diff={!mending && layer === "difference" ? (comparison?.found ?? null) : null}
            {...(mending ? {} : { pins: bench.pins, onPin: showPin })}
            map={phone}
            onFault={setUnseen}
          >
            {pinning && !mending && <Pinning bench={bench} modality={source.modality} />}
          </kit.Board>
          <div className="rv-over">
            {!mending && comparison !== null && <Layers bench={bench} />}
            <div className="rv-tools">
              {(phone || !mending) && kit.Light !== null && <kit.Light editor={editor} />}
              <LeaseLine work={work} desk={desk} />
            </div>
          </div>
          {unseen !== undefined && (
            <div className="rv-unseen">
              <Fault error={unseen} />
            </div>
          )}
        </div>
        {!phone && (
          <kit.Status editor={editor}>
            <Hints mending={mending} />
            <span>{t("ready_n", { n: ready })}</span>
          </kit.Status>
        )}
      </main>
      {phone ? (
        <Dock
          {...props}
          bench={bench}
          opened={opened}
          onOpened={setOpened}
          onApprove={approve}
          onSay={say}
          onChoose={choose}
          changes={comparison === null ? 0 : changesIn(comparison)}
        >
          {panel}
        </Dock>
      ) : (
        panel
      )}
    </>
  );
}

/** The few keys that are worth seeing all the time. */
function Hints({ mending }: { mending: boolean }) {
  const { t } = useTranslation("review");
  if (mending) return null;
  return (
    <>
      <span className="row g6">
        <ActKey act="review.next" />
        <ActKey act="review.previous" /> {t("previous_next")}
      </span>
      <span className="row g6">
        <ActKey act="review.hide" /> {t("hide_shapes")}
      </span>
      <span className="row g6">
        <ActKey act="review.say" /> {t("say")}
      </span>
      <span className="row g6">
        <ActKey act="review.pin" /> {t("put_pin")}
      </span>
      <span className="grow" />
    </>
  );
}

const without = (handlers: Handlers, ...ids: string[]): Handlers =>
  Object.fromEntries(Object.entries(handlers).filter(([id]) => !ids.includes(id)));
