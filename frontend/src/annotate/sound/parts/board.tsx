import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { isSegment, markOf, speakersOf } from "../../clock/doc";
import { Announcer } from "../../clock/parts/announcer";
import { Timeline } from "../../clock/parts/timeline";
import type { Layer } from "../../clock/timeline";
import { useClock } from "../../clock/use";
import { nameOf } from "../../core/choices";
import type { Difference } from "../../core/diff";
import type { Pin } from "../../parts/pins";
import { useKeys, useStore } from "../../use";
import type { SoundEditor } from "../editor";
import { SOUND_ACTS, WRITING_ACTS } from "../keys";
import { peaksOf, waveform } from "../peaks";
import { specialsOf } from "../written";
import { Card, Lines } from "./lines";
import { Transport } from "./transport";
import "../../annotate.css";
import "../sound.css";

export type BoardProps = {
  editor: SoundEditor;
  /** What to show as added, changed and removed; the rest fades. */
  diff?: Difference | null;
  pins?: readonly Pin[];
  onPin?: (index: number) => void;
  /** Do the keys of the window act here? Only one board of a page may have them. */
  keys?: boolean;
  /** Is there little room, as on a phone? */
  map?: boolean;
  /** What floats over it. */
  children?: ReactNode;
};

const NO_PINS: readonly Pin[] = [];

/** The sound to work on or to listen to: its waveform, what is heard, and what is written of it. */
export function Board(props: BoardProps) {
  const { editor, diff = null, pins = NO_PINS, onPin, keys = true, map = false, children } = props;
  const shown = useStore(editor.looks, (looks) => looks.spectrogram);
  const fault = useStore(editor.fault, (what) => what);
  const begun = useClock(editor, (state) => state.begun !== null);
  const { t } = useTranslation("annotate-clock");
  const wave = useMemo(() => {
    const { source } = editor;
    const on = () => editor.looks.get().spectrogram;
    const dark = () => {
      const { answer, selected } = editor.get();
      return selected
        .map((id) => markOf(answer, id))
        .filter((one) => one !== undefined && isSegment(one));
    };
    const heard = waveform(
      async () => {
        const file = await source.blob("peaks").catch((error) => {
          editor.fault.set("wave_fault");
          throw error;
        });
        const bytes = await file.arrayBuffer();
        return peaksOf(new Int8Array(bytes), source.prepared.peaks.per_second);
      },
      dark as () => { start: number; end: number }[],
      () => (on() ? 0.45 : 1),
    );
    return [heard];
  }, [editor]);
  const [deep, setDeep] = useState<{ editor: SoundEditor; layer: Layer } | null>(null);
  useEffect(() => {
    if (!shown || deep?.editor === editor) return;
    void import("../spectrogram").then((its) =>
      setDeep({
        editor,
        layer: its.spectrogram(
          editor.source,
          () => editor.looks.get().spectrogram,
          () => 0.52,
        ),
      }),
    );
  }, [editor, shown, deep]);
  const layers = useMemo(
    () => (deep?.editor === editor ? [deep.layer, ...wave] : wave),
    [editor, wave, deep],
  );
  // It plays as long as somebody sees it.
  useEffect(() => () => editor.player.close(), [editor]);
  return (
    <div className="sd-board" data-phone={map} data-tall={shown}>
      <Keys editor={editor} active={keys} />
      <Timeline editor={editor} layers={layers} diff={diff} pins={pins} onPin={onPin} />
      <Transport editor={editor} phone={map} />
      {fault !== null && (
        <p role="alert" className="sd-fault label c-bad">
          {t(fault)}
        </p>
      )}
      {begun && <p className="sd-begun label">{t("begun")}</p>}
      {map ? <Card editor={editor} /> : <Lines editor={editor} />}
      {children}
      <Announcer editor={editor} />
    </div>
  );
}

/** What the keys of a sound are is known also where the page itself says what keys do. */
function Keys({ editor, active }: { editor: SoundEditor; active: boolean }) {
  const { t, i18n } = useTranslation("annotate-clock");
  const speakers = speakersOf(editor.schema);
  const lines = editor.schema.labels.flatMap((one) =>
    one.kind === "segment" ? (one.texts ?? []) : [],
  );
  const specials = specialsOf(lines);
  const word = (id: string): string => {
    const nth = Number(/\d$/.exec(id)?.[0]);
    if (id.startsWith("clock.speaker.")) {
      const one = speakers[nth - 1];
      return one === undefined ? t("acts.clock.speaker", { n: nth }) : nameOf(one, i18n.language);
    }
    if (id.startsWith("sound.mark.")) {
      const one = specials[nth - 1];
      return one === undefined ? t("acts.sound.mark", { n: nth }) : nameOf(one, i18n.language);
    }
    return t(`acts.${id}` as "acts.sound.next");
  };
  const digits = editor.choices.slice(0, 9).map((choice) => ({
    id: `label.${choice.index + 1}`,
    group: "labels",
    keys: [`Digit${choice.index + 1}`],
    word: nameOf(choice.class, i18n.language),
  }));
  const acts = [...SOUND_ACTS, ...(lines.length > 0 ? WRITING_ACTS : [])].map((act) => ({
    ...act,
    word: word(act.id),
  }));
  // Those of the fields are done by the fields; here they are only known.
  const written = Object.fromEntries(
    WRITING_ACTS.filter(({ id }) => {
      const nth = /^sound\.mark\.(\d)$/.exec(id)?.[1];
      return lines.length > 0 && (nth === undefined || Number(nth) <= specials.length);
    }).map(({ id }) => [
      id,
      () => {
        const nth = /^sound\.mark\.(\d)$/.exec(id)?.[1];
        const mark = nth === undefined ? undefined : specials[Number(nth) - 1];
        return mark !== undefined && editor.putIn(mark.text);
      },
    ]),
  );
  useKeys(active ? { ...editor.handlers, ...written } : {}, [...acts, ...digits]);
  return null;
}
