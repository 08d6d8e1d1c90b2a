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
import type { Tried } from "~/api/learn";
import type { Known } from "~/api/trusted";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Segments } from "~/ui/segments";
import type { Tone } from "~/ui/state";
import type { Answer } from "../core/doc";
import type { Editing, Inspecting, Kit, Source } from "../kit";
import { useKeys } from "../use";
import { inOrder, type Laid, lay, type Mark, type State } from "./feedback";

const STATES: Record<State, readonly [LucideIcon, Tone]> = {
  right: [CircleCheck, "ok"],
  shifted: [Move, "warn"],
  wrong_class: [Tag, "bad"],
  changed: [PencilLine, "warn"],
  missing: [CirclePlus, "bad"],
  extra: [CircleMinus, "bad"],
};

type Verdict = NonNullable<Tried["verdict"]>;
/** What somebody answered, and in what; of an answer that was judged, with which verdict. */
export type Answered = {
  kit: Kit & Inspecting;
  schema: unknown;
  source: Source;
  /** In which it was drawn, or looked at. */
  editor: Editing;
  mine: Answer;
  judged: { verdict: Verdict | null } | null;
};
/** What one is told of it. */
export type Told = Pick<Tried, "right" | "score" | "answer" | "verdict" | "named" | "note"> & {
  feedback: { marks: readonly Mark[] };
};

/** What a receipt says of an answer at level 0. */
export const toldOf = ({ marks, ...known }: Known): Told => ({
  ...known,
  feedback: { marks },
  verdict: null,
  named: null,
  note: "",
});

export type Layer = "mine" | "both" | "right";
/** An answer laid over the right one, and what lies on the board now. */
export type Seeing = {
  answered: Answered;
  told: Told;
  laid: Laid;
  /** What the board shows, and the right answer to be asked about while it shows something else. */
  editor: Editing;
  key: Editing;
  layer: Layer;
  setLayer: (layer: Layer) => void;
};

/** Lays an answer over the right one, in a board on which nothing can be changed. */
export function useSeeing(answered: Answered, told: Told): Seeing {
  const { kit, schema, source, mine, editor: from } = answered;
  const laid = useMemo(
    () => lay(kit, mine, kit.readAnswer(told.answer), told.feedback.marks),
    [kit, mine, told],
  );
  const { editor, key } = useMemo(() => {
    const open = () => kit.open(schema, source, laid.right, { readOnly: true });
    const board = open();
    kit.follow(board, from);
    return { editor: board, key: open() };
  }, [kit, schema, source, laid, from]);
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
  return { answered, told, laid, editor, key, layer, setLayer };
}

/** Which answer lies on the board: one's own, the right one, or both with what differs. */
export function Layers({ seeing }: { seeing: Seeing }) {
  const { t } = useTranslation("learn");
  const judges = seeing.answered.judged !== null;
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
  const { told, answered, editor, key, laid, setLayer, layer } = seeing;
  const { kit, judged } = answered;
  const given = judged?.verdict ?? null;
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
        <p className={told.right ? "strong row g8 c-ok" : "strong row g8 c-warn"}>
          <Icon of={told.right ? CircleCheck : CircleX} />
          {t(told.right ? "seen.right" : "seen.not_yet", { share: percent(told.score) })}
        </p>
        {told.verdict !== null && (
          <p>
            {t(given === told.verdict ? "seen.verdict" : "seen.verdict_other", {
              right: common(`verdict.${told.verdict}`),
              given: given === null ? "" : common(`verdict.${given}`),
            })}{" "}
            {told.named === false && t("seen.not_named")}
          </p>
        )}
        {told.note !== "" && <blockquote className="ln-note">{told.note}</blockquote>}
      </section>
      <section>
        <h2 className="label strong">{t(judged !== null ? "seen.of_shown" : "seen.each")}</h2>
        {told.feedback.marks.length === 0 && <p className="t3 label">{t("seen.nothing")}</p>}
        <ul className="ln-marks">
          {inOrder(told.feedback.marks).map((mark) => {
            const [icon, tone] = STATES[mark.state];
            return (
              <li key={`${mark.state} ${mark.ours} ${mark.theirs}`}>
                <button type="button" className="lrow label" onClick={() => show(mark)}>
                  <Icon of={icon} size={16} className={`c-${tone}`} />
                  <span className="grow">
                    <span className="block">
                      {mark.ours === null ? (
                        <kit.Pointed
                          editor={answered.editor}
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
