import { useTranslation } from "react-i18next";
import type { Capture } from "~/api/captures";
import type { Difference } from "../../kit";
import { saidIn } from "../../parts/said";
import { useStore } from "../../use";
import { isTaken, type Taken } from "../doc";
import type { PromptEditor } from "../editor";
import { measuresOf } from "../measures";
import { type Place, takenAt } from "../places";
import { useCaptures, usePlaceName, usePrompt, useRole } from "../use";
import { Shown } from "./shown";

type Props = { editor: PromptEditor; diff: Difference | null; onPin?: (index: number) => void };

/** For who looks: the prompt, and under each of its places what was made, with what was measured. */
export function Viewer({ editor, diff, onPin }: Props) {
  const { t } = useTranslation("annotate-prompt");
  const role = useRole();
  const answer = usePrompt(editor, (state) => state.answer);
  const captures = useCaptures(editor, answer);
  const parted = new Set(editor.places.map((one) => one.part));
  const whole = editor.places.filter((one) => one.part === null);
  const place = (one: Place) => (
    <PlaceShown
      key={one.key}
      editor={editor}
      place={one}
      captures={captures}
      diff={diff}
      {...(onPin === undefined ? {} : { onPin })}
    />
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section className="pr-scroll pr-view" tabIndex={0} aria-label={t("prompt")}>
      {editor.parts.map((part) => (
        <section key={part.id} className="pr-part" data-each={parted.has(part.id)}>
          {part.role !== null && <h2 className="label t3">{role(part.role)}</h2>}
          <p>{part.text}</p>
          {editor.places.filter((one) => one.part === part.id).map(place)}
        </section>
      ))}
      {whole.map(place)}
    </section>
  );
}

type PlaceProps = Props & { place: Place; captures: ReadonlyMap<number, Capture> };

/** The earlier takes of a place, where this answer is held against another. */
const earlierAt = (diff: Difference | null, { label, part }: Place): readonly Taken[] =>
  diff === null
    ? []
    : [...diff.removed, ...diff.changed.map((one) => one.before)].filter(
        (one): one is Taken =>
          isTaken(one) && one.name === label.name && (one.part ?? null) === part,
      );

function PlaceShown({ editor, place, captures, diff, onPin }: PlaceProps) {
  const { t } = useTranslation("annotate-prompt");
  const name = usePlaceName(editor)(place);
  const answer = usePrompt(editor, (state) => state.answer);
  const shown = usePrompt(editor, (state) => state.shapes);
  const now = takenAt(answer, place);
  const before = earlierAt(diff, place).filter((one) => !now.some((each) => each.id === one.id));
  return (
    <div className="pr-place">
      {now.length === 0 && <p className="t3">{t("nothing_made", { name })}</p>}
      {now.map((one) => (
        <Looked
          key={one.id}
          {...{ editor, place, one, name }}
          capture={captures.get(one.capture)}
          measured={shown}
          {...(onPin === undefined ? {} : { onPin })}
        />
      ))}
      {before.length > 0 && (
        <details className="pr-before" open>
          <summary className="label t2">{t("before", { n: before.length })}</summary>
          {before.map((one) => (
            <Looked
              key={one.id}
              {...{ editor, place, one }}
              name={t("before_of", { name })}
              capture={captures.get(one.capture)}
              measured={shown}
            />
          ))}
        </details>
      )}
    </div>
  );
}

type LookedProps = {
  editor: PromptEditor;
  place: Place;
  one: Taken;
  name: string;
  capture: Capture | undefined;
  measured: boolean;
  onPin?: (index: number) => void;
};

/** One take with what was measured of it beside its limits, and the pins along it. */
function Looked({ editor, place, one, name, capture, measured, onPin }: LookedProps) {
  const { t } = useTranslation("annotate-prompt");
  const selected = usePrompt(editor, (state) => state.selected.includes(one.id));
  const said = useStore(saidIn(editor), (all) => all);
  const choose = () => {
    const { pinning, moment } = editor.get();
    if (!editor.get().selected.includes(one.id)) editor.select([one.id]);
    if (moment?.annotation !== one.id) editor.patch({ moment: { annotation: one.id, at: 0 } });
    return pinning;
  };
  const point = () => {
    const { moment } = editor.get();
    const at = moment?.annotation === one.id ? Math.round(moment.at) : 0;
    editor.point?.({
      annotation: one.id,
      ...(place.label.kind === "photograph" || place.label.kind === "file" ? {} : { at }),
    });
  };
  const marks = said.all.flatMap((pin, index) =>
    pin.annotation === one.id && typeof pin.at === "number"
      ? [{ at: pin.at, sign: pin.sign, note: pin.note ?? null, onPress: () => onPin?.(index) }]
      : [],
  );
  const whole = said.all.filter((pin) => pin.annotation === one.id && typeof pin.at !== "number");
  return (
    <article
      className="pr-take"
      data-selected={selected}
      data-id={one.id}
      aria-label={name}
      onFocus={choose}
      onClick={() => choose() && point()}
      onKeyDown={() => undefined}
    >
      <Shown
        kind={one.kind}
        name={name}
        capture={capture}
        marks={marks}
        onMoment={(at) => editor.patch({ moment: { annotation: one.id, at } })}
        onReady={(play, seek) => {
          editor.hearing.set(one.id, { play, seek });
        }}
      />
      {whole.map((pin) => (
        <p key={pin.sign} className="row g6 t2">
          <b className="pin-n">{pin.sign}</b>
          {pin.note}
        </p>
      ))}
      {measured && (
        <dl className="pr-measures label" aria-label={t("measured")}>
          {measuresOf(place.label, capture?.measured ?? null).map(({ key, value, limit, ok }) => (
            <div key={key} data-ok={ok}>
              <dt className="t3">{t(`measure.${key}`)}</dt>
              <dd>
                <b className={ok ? undefined : "c-bad"}>{value}</b>
                {limit !== null && <span className="t3"> {limit}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </article>
  );
}
