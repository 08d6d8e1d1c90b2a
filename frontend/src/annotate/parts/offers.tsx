import { Check, ListChecks, type LucideIcon, Undo2 } from "lucide-react";
import { lazy, Suspense, useCallback, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { missingOf } from "../core/attributes";
import { nameOf } from "../core/choices";
import { find, isMark, type ShapeLabel } from "../core/doc";
import { ariaOf, capsOf } from "../core/keymap";
import type { Offers } from "../core/tool";
import type { Editor } from "../image/acts";
import { toolOf } from "../image/tools";
import { useEditor, useKeyOf } from "../use";

const ICONS: Record<string, LucideIcon> = { finish: Check, undo: Undo2 };
const Sheet = lazy(() =>
  import("./attribute-sheet").then((part) => ({ default: part.AttributeSheet })),
);

/** What the tool in hand waits for and can do, over the picture: all of it has a key as well. */
export function ToolOffers({ editor }: { editor: Editor }) {
  const { t, i18n } = useTranslation("annotate");
  const tool = useEditor(editor, (state) => state.tool);
  const subscribe = useCallback(
    (listener: () => void) => {
      const off = [editor.subscribe(listener), editor.onDraft(listener)];
      return () => {
        for (const stop of off) stop();
      };
    },
    [editor],
  );
  // A pointer moves far more often than what is offered changes.
  const said = useSyncExternalStore(subscribe, () => JSON.stringify(editor.offers()));
  const offers = JSON.parse(said) as Offers | null;
  const says = offers?.says;
  const word = t as unknown as (key: string, values: Record<string, unknown>) => string;
  const next = says?.next === undefined ? "" : nameOf(says.next, i18n.language);
  return (
    <div className="an-offers">
      <AttributesButton editor={editor} />
      {offers !== null && (
        <div className="an-offer pop" role="toolbar" aria-label={t(`acts.tool.${tool}`)}>
          {says !== undefined && (
            <p className="an-says" aria-live="polite">
              {word(`offers.${says.key}`, { ...says, next })}
            </p>
          )}
          {offers.acts.map((one) => (
            <Offer
              key={one.act}
              {...one}
              icon={toolOf(tool).icons?.[one.act] ?? ICONS[one.act] ?? Check}
              onPress={() => (editor.handlers[one.act] as () => unknown)()}
            />
          ))}
        </div>
      )}
    </div>
  );
}

type OfferProps = Offers["acts"][number] & { icon: LucideIcon; onPress: () => unknown };

function Offer({ act, pressed, off = false, icon, onPress }: OfferProps) {
  const { t } = useTranslation("annotate");
  const chord = useKeyOf(act);
  const word = t(`acts.${act}` as "acts.undo");
  return (
    <button
      type="button"
      className="an-icon"
      aria-label={word}
      title={chord === null ? word : `${word} (${capsOf(chord).join(" ")})`}
      aria-keyshortcuts={chord === null ? undefined : ariaOf(chord)}
      aria-pressed={pressed}
      // It stays where the focus is: what it does may be possible again at once.
      aria-disabled={off}
      onClick={() => off || onPress()}
    >
      <Icon of={icon} size={18} />
    </button>
  );
}

/** Where the panel is out of sight: the way to what is asked of the selected object. */
function AttributesButton({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const answer = useEditor(editor, (state) => state.answer);
  const selected = useEditor(editor, (state) => state.selected);
  const [open, setOpen] = useState(false);
  const one = selected.length === 1 ? find(answer, selected[0]!) : undefined;
  if (one === undefined || !isMark(one)) return null;
  const asked = (editor.choiceOf(one)?.label as ShapeLabel | undefined)?.attributes ?? [];
  if (asked.length === 0) return null;
  const missing = missingOf(asked, one);
  return (
    <>
      <button type="button" className="an-ask pop" onClick={() => setOpen(true)}>
        <Icon of={ListChecks} size={18} />
        {missing > 0 ? t("attributes_missing", { n: missing }) : t("attributes")}
      </button>
      {open && (
        <Suspense>
          <Sheet editor={editor} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
