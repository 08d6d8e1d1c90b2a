import { Info } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { inOrder, isSegment } from "../../clock/doc";
import { ClockPanel } from "../../clock/parts/panel";
import { segmentLabelOf, useClock } from "../../clock/use";
import { nameOf } from "../../core/choices";
import { ActKey } from "../../parts/act-key";
import { useFollowing } from "../../use";
import type { SoundEditor } from "../editor";
import { MARK_KEYS } from "../keys";
import { isWritten, specialsOf } from "../written";

type Of = { editor: SoundEditor };

/** The special marks, put in where it is written. */
export function Specials({ editor }: Of) {
  const { t, i18n } = useTranslation("annotate-clock");
  const off = useClock(editor, (state) => state.readOnly);
  const lines = editor.schema.labels.flatMap((one) =>
    one.kind === "segment" ? (one.texts ?? []) : [],
  );
  const marks = specialsOf(lines);
  if (marks.length === 0 || off) return null;
  return (
    <section aria-label={t("specials")}>
      <h3 className="an-head">{t("specials")}</h3>
      <div className="sd-marks">
        {marks.map((one, at) => (
          <button
            key={one.id}
            type="button"
            className="sd-mark"
            title={one.text}
            // The caret stays where it is.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => editor.putIn(one.text)}
          >
            {at < MARK_KEYS && <kbd className="kbd desk-only">{at + 1}</kbd>}
            <span className="clip">{nameOf(one, i18n.language)}</span>
          </button>
        ))}
      </div>
      <p className="t3 label desk-only">{t("specials_hint")}</p>
    </section>
  );
}

/** How many are still to be written, and the way on. */
export function GoOn({ editor }: Of) {
  const { t } = useTranslation("annotate-clock");
  const answer = useFollowing(editor, (state) => state.answer);
  const segments = inOrder(answer).filter(isSegment);
  const written = segments.filter((one) =>
    isWritten(one, segmentLabelOf(editor, one.name)?.texts ?? []),
  );
  const writes = editor.schema.labels.some((one) => one.kind === "segment" && one.texts?.length);
  if (segments.length === 0) return null;
  const left = segments.length - written.length;
  return (
    <section>
      {writes && (
        <p className="label t3 row g6 sd-left">
          <Icon of={Info} size={14} />
          {left === 0 ? t("lines_done") : t("lines_left", { n: left })}
        </p>
      )}
      <Button look="soft" full onPress={() => editor.next(1)}>
        {t("next")} <ActKey act="sound.next" />
      </Button>
    </section>
  );
}

/** Everything that is asked of a sound beside it. */
export function SoundPanel({ editor }: Of) {
  return (
    <div className="an-panel sd-panel">
      <Specials editor={editor} />
      <ClockPanel editor={editor} />
      <GoOn editor={editor} />
    </div>
  );
}
