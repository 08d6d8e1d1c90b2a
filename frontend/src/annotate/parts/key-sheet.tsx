import { Fragment, type KeyboardEvent, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "~/ui/dialog";
import { keymap } from "../core/acts";
import { type Choice, nameOf } from "../core/choices";
import { type Act, capsOf, chordOf } from "../core/keymap";

const GROUPS = ["page", "review", "tools", "labels", "edit", "view"] as const;
const PLACES = [
  ["place_move", ["←", "↑", "→", "↓"]],
  ["place_move_far", ["Shift", "←↑→↓"]],
  ["place_size", ["Alt", "←↑→↓"]],
  ["place_size_far", ["Alt", "Shift", "←↑→↓"]],
] as const;

type Naming = (act: Act) => string;
type Chosen = { choices: readonly Choice[] };

/** The name of an act in the reader's language; keys of labels are called as their classes. */
function useActWord(editor: Chosen | undefined): Naming {
  const { t, i18n } = useTranslation("annotate");
  return (act) => {
    if (act.word !== undefined) return act.word;
    const label = /^label\.(\d)$/.exec(act.id)?.[1];
    if (label === undefined) return t(`acts.${act.id}` as "acts.undo");
    const choice = editor?.choices[Number(label) - 1];
    return choice === undefined
      ? t("act_label", { n: label })
      : nameOf(choice.class, i18n.language);
  };
}

type Props = {
  open: boolean;
  onClose: () => void;
  /** Whose labels the number keys choose. */
  editor?: Chosen;
};

/** All keys that do something here, each of which can be changed. */
export function KeySheet({ open, onClose, editor }: Props) {
  const { t } = useTranslation("annotate");
  useSyncExternalStore(keymap.subscribe, keymap.get);
  const word = useActWord(editor);
  const acts = keymap.acts().filter((act) => keymap.isDone(act.id));
  const others = [...new Set(acts.map((act) => act.group))].filter(
    (group) => group !== "place" && !GROUPS.some((known) => known === group),
  );
  const places = acts.some((act) => act.group === "place");
  return (
    <Dialog title={t("keys")} open={open} onClose={onClose} wide>
      <p className="t2 label">{t("keys_hint")}</p>
      <div className="an-keys" data-density="compact">
        {[...GROUPS, ...others].map((group) => {
          const mine = acts.filter((act) => act.group === group);
          if (mine.length === 0) return null;
          return (
            <section key={group}>
              <h3 className="label t3">{t(`keys_group.${group}` as "keys_group.page")}</h3>
              <ul>
                {mine.map((act) => (
                  <KeyRow key={act.id} act={act} word={word} />
                ))}
              </ul>
            </section>
          );
        })}
        {places && (
          <section>
            <h3 className="label t3">{t("keys_group.place")}</h3>
            <ul>
              {PLACES.map(([name, caps]) => (
                <li key={name} className="row between an-keyrow">
                  <span className="grow">{t(name)}</span>
                  <Caps caps={caps} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <button
        type="button"
        className="btn self-start"
        disabled={!keymap.isChanged()}
        onClick={keymap.reset}
      >
        {t("keys_reset")}
      </button>
    </Dialog>
  );
}

function Caps({ caps }: { caps: readonly string[] }) {
  return (
    <span className="row g4">
      {caps.map((cap) => (
        <Fragment key={cap}>
          <kbd className="kbd">{cap}</kbd>{" "}
        </Fragment>
      ))}
    </span>
  );
}

function KeyRow({ act, word }: { act: Act; word: Naming }) {
  const { t } = useTranslation("annotate");
  const [asking, setAsking] = useState(false);
  const [taken, setTaken] = useState<Act | null>(null);
  const name = word(act);
  const stop = () => {
    setAsking(false);
    setTaken(null);
  };
  const listen = (event: KeyboardEvent) => {
    if (!asking || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape" && act.id !== "cancel") {
      stop();
      return;
    }
    const chord = chordOf(event.nativeEvent);
    if (chord === null) return;
    const other = keymap.remap(act.id, chord);
    if (other === null) stop();
    else setTaken(other);
  };
  const clash = keymap.clash(act.id);
  // Plus is on three keys, and one sign.
  const caps = [...new Map(act.keys.map((key) => [capsOf(key).join(" "), capsOf(key)]))];
  const says = caps.map(([written]) => written).join(" ");
  return (
    <li className="an-keyrow">
      <div className="row between">
        <span className="grow">{name}</span>
        <button
          type="button"
          className="an-keybutton"
          aria-label={t("keys_change", { name, key: says })}
          aria-pressed={asking}
          onClick={() => setAsking(true)}
          onKeyDown={listen}
          onBlur={stop}
        >
          {asking ? (
            <span className="strong acc">{t("keys_press")}</span>
          ) : (
            caps.map(([written, each]) => <Caps key={written} caps={each} />)
          )}
        </button>
      </div>
      <p role="status" className={`hint ${taken === null && clash === undefined ? "" : "c-bad"}`}>
        {taken !== null
          ? t("keys_taken", { name: word(taken) })
          : asking
            ? t("keys_press_hint")
            : clash !== undefined
              ? t("keys_clash", { name: word(clash) })
              : ""}
      </p>
    </li>
  );
}
