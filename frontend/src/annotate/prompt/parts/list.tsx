import { AudioLines, Camera, File, type LucideIcon, PenLine, Video } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { TakeKind } from "../doc";
import type { PromptEditor } from "../editor";
import { standing } from "../places";
import { usePlaceName, usePrompt, useTakes } from "../use";

export const FACES: Readonly<Record<TakeKind, LucideIcon>> = {
  recording: AudioLines,
  photograph: Camera,
  film: Video,
  file: File,
};

/** Every place where something is to be made, with how it stands; a press takes it in hand. */
export function Places({ editor }: { editor: PromptEditor }) {
  const { t } = useTranslation("annotate-prompt");
  const name = usePlaceName(editor);
  const hand = usePrompt(editor, (state) => state.at);
  const answer = usePrompt(editor, (state) => state.answer);
  const mine = useTakes(editor);
  if (editor.places.length === 0) return null;
  return (
    <section aria-label={t("places")}>
      <h3 className="an-head">{t("places")}</h3>
      <ul>
        {editor.places.map((place) => {
          const state = standing(answer, mine, place);
          return (
            <li key={place.key}>
              <button
                type="button"
                className="lrow"
                aria-current={hand === place.key ? "true" : undefined}
                onClick={() => editor.take(place.key)}
              >
                <Icon of={FACES[place.label.kind] ?? PenLine} size={16} className="t3" />
                <span className="grow clip">{name(place)}</span>
                <span className={`label pr-is ${state}`}>{t(`standing.${state}`)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
