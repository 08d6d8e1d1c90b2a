import { ArrowDown, ArrowUp, GripVertical, X } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { landOnRow } from "../../a11y/land";
import { partsOf as partsIn } from "../../core/checks/check";
import { answeredOnce } from "../../core/checks/parts";
import { ActKey } from "../../parts/act-key";
import { partsOf, type Ranking, type RankingLabel } from "../doc";
import type { TextEditor } from "../editor";
import { newId } from "../ids";
import { Ask } from "../parts/ask";
import { givenTo, type Question } from "../questions";
import { usePartName, useText } from "../use";
import type { AskProps, TextType } from "./type";

const NONE: readonly string[] = [];
const rankingOf = (editor: TextEditor, question: Question): Ranking | undefined =>
  givenTo(editor.get().answer, question)[0] as Ranking | undefined;

function rank(editor: TextEditor, question: Question, order: readonly string[]): boolean {
  if (editor.get().readOnly) return false;
  const id = rankingOf(editor, question)?.id ?? newId();
  const { name } = question.label;
  editor.give(question, order.length === 0 ? [] : [{ kind: "ranking", id, name, order }]);
  const all = partsOf((question.label as RankingLabel).roles, editor.parts).length;
  if (order.length === all) editor.goOn();
  return true;
}

/** The order with one entry at another place. */
export function moved(order: readonly string[], id: string, to: number): readonly string[] {
  const rest = order.filter((one) => one !== id);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}

function AskRanking({ editor, question }: AskProps) {
  const { t } = useTranslation("annotate-text");
  const label = question.label as RankingLabel;
  const order = useText(editor, () => rankingOf(editor, question)?.order ?? NONE);
  const hand = useText(editor, () => editor.hears(question));
  const off = useText(editor, (state) => state.readOnly);
  const name = usePartName(editor);
  const list = useRef<HTMLOListElement>(null);
  const [held, setHeld] = useState<string | null>(null);
  const parts = partsOf(label.roles, editor.parts);
  const open = parts.filter((part) => !order.includes(part.id));

  const shift = (id: string, by: number) => {
    rank(editor, question, moved(order, id, order.indexOf(id) + by));
    landOnRow(list.current, id);
  };
  const keys = (event: KeyboardEvent, id: string) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "ArrowUp") shift(id, -1);
    else if (event.key === "ArrowDown") shift(id, 1);
    else if (event.key === "Delete" || event.key === "Backspace")
      rank(
        editor,
        question,
        order.filter((one) => one !== id),
      );
    else return;
    event.preventDefault();
  };
  const drag = (event: PointerEvent) => {
    if (held === null) return;
    const rows = [...(list.current?.children ?? [])];
    const to = rows.findIndex((row) => {
      const { top, height } = row.getBoundingClientRect();
      return event.clientY < top + height / 2;
    });
    const at = order.indexOf(held);
    const place = to < 0 ? rows.length - 1 : to > at ? to - 1 : to;
    if (place !== at) rank(editor, question, moved(order, held, place));
  };
  return (
    <Ask editor={editor} question={question} hint={t("best_first")}>
      <ol ref={list} className="tx-ranks">
        {order.map((id, at) => (
          <li
            key={id}
            data-id={id}
            className="lrow"
            data-held={held === id}
            tabIndex={off ? -1 : 0}
            aria-label={t("rank_of", { n: at + 1, name: name(id) })}
            onKeyDown={(event) => keys(event, id)}
          >
            {!off && (
              <span
                className="tx-grip"
                aria-hidden="true"
                onPointerDown={(event) => {
                  event.currentTarget.setPointerCapture(event.pointerId);
                  setHeld(id);
                }}
                onPointerMove={drag}
                onPointerUp={() => setHeld(null)}
                onPointerCancel={() => setHeld(null)}
              >
                <Icon of={GripVertical} size={16} />
              </span>
            )}
            <b className="tx-rank">{at + 1}</b>
            <span className="grow clip">{name(id)}</span>
            {!off && (
              <span className="row an-acts">
                <Step
                  icon={ArrowUp}
                  word={t("rank_up", { name: name(id) })}
                  off={at === 0}
                  act={() => shift(id, -1)}
                />
                <Step
                  icon={ArrowDown}
                  word={t("rank_down", { name: name(id) })}
                  off={at === order.length - 1}
                  act={() => shift(id, 1)}
                />
                <Step
                  icon={X}
                  word={t("rank_out", { name: name(id) })}
                  act={() =>
                    rank(
                      editor,
                      question,
                      order.filter((one) => one !== id),
                    )
                  }
                />
              </span>
            )}
          </li>
        ))}
      </ol>
      {open.length > 0 && !off && (
        <div className="tx-options">
          <p className="t3 label">{t("rank_next", { n: order.length + 1 })}</p>
          {open.map((part) => (
            <button
              key={part.id}
              type="button"
              className="lrow"
              onClick={() => rank(editor, question, [...order, part.id])}
            >
              <span className="radio" aria-hidden="true" />
              <span className="grow clip">{name(part.id)}</span>
              {hand && parts.indexOf(part) < 9 && (
                <ActKey act={`label.${parts.indexOf(part) + 1}`} />
              )}
            </button>
          ))}
        </div>
      )}
    </Ask>
  );
}

type StepProps = { icon: typeof X; word: string; off?: boolean; act: () => void };

function Step({ icon, word, off = false, act }: StepProps) {
  return (
    <button type="button" className="an-icon" aria-label={word} disabled={off} onClick={act}>
      <Icon of={icon} size={16} />
    </button>
  );
}

/** Parts in their order, the best first. */
export const rankingType: TextType<RankingLabel, Ranking> = {
  kind: "ranking",
  place: "panel",
  check: {
    one(label, { facts }, { order }) {
      const wanted = partsOf(label.roles, partsIn(facts)).map((part) => part.id);
      const all = [...order].sort().join("\n") === wanted.sort().join("\n");
      return all ? [] : [{ code: "not_all_ranked" }];
    },
    all: (label, asked, given) => answeredOnce(label, asked, given),
  },
  says: (_, { order }, { part }) => order.map(part).join(" > "),
  press(editor, question, digit) {
    const part = partsOf((question.label as RankingLabel).roles, editor.parts)[digit - 1];
    if (part === undefined) return false;
    const order = rankingOf(editor, question)?.order ?? NONE;
    return rank(
      editor,
      question,
      order.includes(part.id) ? order.filter((one) => one !== part.id) : [...order, part.id],
    );
  },
  Ask: AskRanking,
};
