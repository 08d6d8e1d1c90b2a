import { useTranslation } from "react-i18next";
import type { FileLabel, FilmLabel, PhotographLabel, RecordingLabel } from "../doc";
import { rangeOf } from "../doc";
import type { PromptEditor } from "../editor";
import { keptAt, type Place, stateOf, takenAt } from "../places";
import { usePrompt, useTakes } from "../use";
import { Files, Recorder, Viewfinder } from "./parts-later";

type At<L> = Place & { label: L };

/** Under the thumb: what the place in hand is made with. */
export function Deck({ editor }: { editor: PromptEditor }) {
  const { t } = useTranslation("annotate-prompt");
  const hand = usePrompt(editor, (state) => state.at);
  const answer = usePrompt(editor, (state) => state.answer);
  const mine = useTakes(editor);
  const place = editor.places.find((one) => one.key === hand);
  if (place === undefined) return null;
  const { label } = place;
  const kept = keptAt(mine, place);
  const good = kept.filter((one) => stateOf(one) === "going").length;
  const count = takenAt(answer, place).length + good;
  const has = count > 0;
  const [, most] = rangeOf(label);
  if (label.kind === "recording")
    return (
      <Recorder
        key={label.name}
        editor={editor}
        place={place as At<RecordingLabel>}
        has={has || kept.length > 0}
        done={has}
      />
    );
  if (most > 1 && count >= most)
    return <p className="pr-deck pr-word">{t("enough", { n: most })}</p>;
  if (label.kind === "file")
    return <Files key={label.name} editor={editor} place={place as At<FileLabel>} has={has} />;
  return (
    <Viewfinder
      key={label.name}
      editor={editor}
      place={place as At<PhotographLabel | FilmLabel>}
      has={has}
    />
  );
}
