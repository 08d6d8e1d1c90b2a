import { ArrowDown, ArrowUp, Eraser, ListPlus, WandSparkles, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { land } from "../../a11y/land";
import { nameOf } from "../../core/choices";
import type { Id } from "../../core/doc";
import { paint } from "../../parts/swatch";
import type { OrderLabel } from "../doc";
import type { DocumentEditor } from "../editor";
import { useMarkName } from "../names";
import { meantIn, orderOf, placedAt } from "../orders";
import { useBoard, useDocument, usePage } from "../use";

/** So many rows are drawn at once. */
const MOST = 300;

type Props = { editor: DocumentEditor; label: OrderLabel };

/** In which order the boxes and tables are read: a number each, moved by keys or buttons. */
export function OrderPanel({ editor, label }: Props) {
  const { t, i18n } = useTranslation(["annotate-document", "annotate"]);
  const board = useBoard(editor);
  const markName = useMarkName(editor);
  const answer = useDocument(editor, (state) => state.answer);
  const page = useDocument(editor, (state) => state.page);
  const off = useDocument(editor, (state) => state.readOnly);
  const selected = usePage(editor, (state) => state.selected);
  const [all, setAll] = useState(false);
  const order = orderOf(answer, label)?.order ?? [];
  const meant = meantIn(answer, label);
  const marks = new Map(meant.map((one) => [one.id, one]));
  const ordered = new Set(order);
  const ids = [...order.filter((id) => marks.has(id)), ...meant.map(({ id }) => id)];
  const rows = [...new Set(ids)].filter((id) => all || editor.pageOf(id) === page).slice(0, MOST);
  const set = (next: readonly Id[]) => editor.setOrder(label, next);
  const move = (id: Id, to: number) => {
    set(placedAt(order, id, to));
    land(document, `[data-order="${CSS.escape(id)}"]`);
  };
  return (
    <section className="doc-order" aria-label={nameOf(label, i18n.language)}>
      <h3 className="row between an-head">
        {nameOf(label, i18n.language)}
        <span className={`an-light ${order.length < meant.length ? "c-warn" : "t3"}`}>
          {t("ordered", { n: order.length, of: meant.length })}
        </span>
      </h3>
      {!off && meant.length > 0 && (
        <div className="row g4 wrap">
          <button type="button" className="chip" onClick={() => set(meant.map(({ id }) => id))}>
            <Icon of={WandSparkles} size={16} />
            {t("annotate:acts.reading.auto")}
          </button>
          {order.length > 0 && (
            <button type="button" className="chip" onClick={() => set([])}>
              <Icon of={Eraser} size={16} />
              {t("annotate:acts.reading.clear")}
            </button>
          )}
        </div>
      )}
      {meant.length === 0 && <p className="t3 label">{t("order_none")}</p>}
      <ol className="doc-rows">
        {rows.map((id) => {
          const mark = marks.get(id)!;
          const at = order.indexOf(id);
          const name = markName(mark);
          return (
            <li key={id} className="row doc-row" style={paint(board.choiceOf(mark as never))}>
              <button
                type="button"
                data-order={id}
                className="lrow label grow"
                aria-pressed={selected.includes(id)}
                aria-description={at < 0 ? t("unordered_row") : off ? undefined : t("ordered_row")}
                onClick={() => editor.show(id)}
                onKeyDown={(event) => {
                  if (off || event.nativeEvent.isComposing) return;
                  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
                  if (event.altKey && by !== undefined && at >= 0) {
                    event.preventDefault();
                    event.stopPropagation();
                    move(id, at + by);
                  }
                }}
              >
                <span className="doc-at">{at < 0 ? "–" : at + 1}</span>
                <span className="swatch" />
                <span className="grow clip">{name}</span>
                {all && <span className="t3">{t("page_n", { n: editor.pageOf(id)! + 1 })}</span>}
              </button>
              {!off && (
                <RowActs
                  name={name}
                  at={at}
                  last={order.length - 1}
                  onMove={(to) => move(id, to)}
                  onTake={() => set([...order, id])}
                  onOut={() => set(order.filter((one) => one !== id))}
                />
              )}
            </li>
          );
        })}
      </ol>
      {editor.facts.length > 1 && ordered.size > 0 && (
        <button type="button" className="chip" aria-pressed={all} onClick={() => setAll(!all)}>
          {t("order_all")}
        </button>
      )}
    </section>
  );
}

type ActsProps = {
  name: string;
  at: number;
  last: number;
  onMove: (to: number) => void;
  onTake: () => void;
  onOut: () => void;
};

function RowActs({ name, at, last, onMove, onTake, onOut }: ActsProps) {
  const { t } = useTranslation(["annotate-document", "annotate"]);
  if (at < 0)
    return (
      <button
        type="button"
        className="an-icon"
        aria-label={t("order_take", { name })}
        onClick={onTake}
      >
        <Icon of={ListPlus} size={16} />
      </button>
    );
  return (
    <>
      <button
        type="button"
        className="an-icon"
        aria-label={t("order_up", { name })}
        disabled={at === 0}
        onClick={() => onMove(at - 1)}
      >
        <Icon of={ArrowUp} size={16} />
      </button>
      <button
        type="button"
        className="an-icon"
        aria-label={t("order_down", { name })}
        disabled={at === last}
        onClick={() => onMove(at + 1)}
      >
        <Icon of={ArrowDown} size={16} />
      </button>
      <button
        type="button"
        className="an-icon"
        aria-label={t("order_out", { name })}
        onClick={onOut}
      >
        <Icon of={X} size={16} />
      </button>
    </>
  );
}
