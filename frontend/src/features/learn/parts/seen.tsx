import {
  CircleCheck,
  CircleMinus,
  CirclePlus,
  CircleX,
  type LucideIcon,
  Move,
  PencilLine,
  Tag,
} from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "~/annotate/core/doc";
import type { Editing } from "~/annotate/kit";
import { useKeys } from "~/annotate/use";
import type { Tried } from "~/api/learn";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Segments } from "~/ui/segments";
import type { Tone } from "~/ui/state";
import { inOrder, type Laid, lay, type Mark, type State } from "../model/feedback";
import type { Sheet } from "../model/sheet";

const STATES: Record<State, readonly [LucideIcon, Tone]> = {
  right: [CircleCheck, "ok"],
  shifted: [Move, "warn"],
  wrong_class: [Tag, "bad"],
  changed: [PencilLine, "warn"],
  missing: [CirclePlus, "bad"],
  extra: [CircleMinus, "bad"],
};

export type Layer = "mine" | "both" | "right";
/** A try with its answer laid over the right one, and what lies on the board now. */
export type Seeing = {
  sheet: Sheet;
  tried: Tried;
  laid: Laid;
  /** What the board shows, and the right answer to be asked about while it shows something else. */
  editor: Editing;
  key: Editing;
  layer: Layer;
  setLayer: (layer: Layer) => void;
};

/** Lays a try over the right answer, in a board on which nothing can be changed. */
export function useSeeing(sheet: Sheet, mine: Answer, tried: Tried): Seeing {
  const { kit, task, source } = sheet.opened;
  const laid = useMemo(
    () => lay(kit, mine, kit.readAnswer(tried.answer), tried.feedback.marks),
    [kit, mine, tried],
  );
  const { editor, key } = useMemo(() => {
    const open = () => kit.open(task.label_schema, source, laid.right, { readOnly: true });
    const board = open();
    kit.follow(board, sheet.editor);
    return { editor: board, key: open() };
  }, [kit, task, source, laid, sheet]);
  const [layer, show] = useState<Layer>("both");
  const setLayer = (next: Layer) => {
    show(next);
    const answer = next === "mine" ? laid.mine : laid.right;
    if (editor.get().answer !== answer) editor.replace(answer);
  };
  useKeys(
    Object.fromEntries(
      kit.looking.flatMap((id) =>
        editor.handlers[id] === undefined ? [] : [[id, editor.handlers[id]] as const],
      ),
    ),
  );
  return { sheet, tried, laid, editor, key, layer, setLayer };
}

/** Which answer lies on the board: one's own, the right one, or both with what differs. */
export function Layers({ seeing }: { seeing: Seeing }) {
  const { t } = useTranslation("learn");
  const judges = seeing.sheet.judges;
  return (
    <Segments
      label={t("layers.title")}
      chosen={seeing.layer}
      onChoose={seeing.setLayer}
      parts={[
        { id: "mine", word: t(judges ? "layers.shown" : "layers.mine") },
        { id: "both", word: t("layers.both") },
        { id: "right", word: t("layers.right") },
      ]}
    />
  );
}

/** What was right and what was not, thing by thing; a press shows it on the board. */
export function Seen({ seeing }: { seeing: Seeing }) {
  const { t } = useTranslation("learn");
  const { t: common } = useTranslation();
  const { percent } = useFormat();
  const { tried, sheet, editor, key, laid, setLayer, layer } = seeing;
  const { kit } = sheet.opened;
  const given = sheet.judges ? sheet.judged.get().verdict : null;
  const show = (mark: Mark) => {
    const id = mark.ours ?? (mark.theirs === null ? null : laid.called(mark.theirs));
    if (id === null) return;
    if (mark.ours === null && layer !== "mine") setLayer("mine");
    if (mark.theirs === null && layer === "mine") setLayer("both");
    kit.choose(editor, id);
  };
  return (
    <div className="ln-seen">
      <section className="col g8" role="status">
        <p className={tried.right ? "strong row g8 c-ok" : "strong row g8 c-warn"}>
          <Icon of={tried.right ? CircleCheck : CircleX} />
          {t(tried.right ? "seen.right" : "seen.not_yet", { share: percent(tried.score) })}
        </p>
        {tried.verdict !== null && (
          <p>
            {t(given === tried.verdict ? "seen.verdict" : "seen.verdict_other", {
              right: common(`verdict.${tried.verdict}`),
              given: given === null ? "" : common(`verdict.${given}`),
            })}{" "}
            {tried.named === false && t("seen.not_named")}
          </p>
        )}
        {tried.note !== "" && <blockquote className="ln-note">{tried.note}</blockquote>}
      </section>
      <section>
        <h2 className="label strong">{t(sheet.judges ? "seen.of_shown" : "seen.each")}</h2>
        {tried.feedback.marks.length === 0 && <p className="t3 label">{t("seen.nothing")}</p>}
        <ul className="ln-marks">
          {inOrder(tried.feedback.marks).map((mark) => {
            const [icon, tone] = STATES[mark.state];
            return (
              <li key={`${mark.state} ${mark.ours} ${mark.theirs}`}>
                <button type="button" className="lrow label" onClick={() => show(mark)}>
                  <Icon of={icon} size={16} className={`c-${tone}`} />
                  <span className="grow">
                    <span className="block">
                      {mark.ours === null ? (
                        <kit.Pointed
                          editor={sheet.editor}
                          pin={{ annotation: mark.theirs ?? "" }}
                        />
                      ) : (
                        <kit.Pointed editor={key} pin={{ annotation: mark.ours }} />
                      )}
                    </span>
                    <Reads mark={mark} />
                  </span>
                  <span className={`st ${tone}`}>
                    {t(`mark.${mark.state}`, { share: percent(mark.overlap) })}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </section>
    </div>
  );
}

/** What of it reads otherwise, in short. */
function Reads({ mark }: { mark: Mark }) {
  const { t } = useTranslation("learn");
  if (mark.says.length === 0) return null;
  return (
    <>
      {mark.says.map((one) => (
        <span key={String(one.field)} className="block t3">
          {t("mark.reads", { given: written(one.given), right: written(one.right) })}
        </span>
      ))}
    </>
  );
}

const written = (value: unknown): string =>
  value === null || value === undefined
    ? "–"
    : Array.isArray(value)
      ? value.map(written).join(", ")
      : String(value);
