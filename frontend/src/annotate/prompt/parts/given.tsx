import { useEffect } from "react";
import type { PromptEditor } from "../editor";
import { keptAt, takenAt } from "../places";
import { takeOf, useCaptures, usePrompt, useTakes } from "../use";
import { Given as GivenTake, Kept } from "./take";

/** What there is of the place in hand already: from this device, and what was handed in before. */
export function Given({ editor }: { editor: PromptEditor }) {
  const hand = usePrompt(editor, (state) => state.at);
  const answer = usePrompt(editor, (state) => state.answer);
  const mine = useTakes(editor);
  const place = editor.places.find((one) => one.key === hand);
  const named = place === undefined ? [] : takenAt(answer, place);
  const elsewhere = named.filter((one) => takeOf(mine, one) === undefined);
  const captures = useCaptures(editor, elsewhere.map((one) => one.capture).join());
  const { tools } = editor;
  useEffect(
    () => () => {
      delete tools.now["prompt.play"];
    },
    [tools],
  );
  if (place === undefined) return null;
  const hear = (play: () => void) => {
    tools.now["prompt.play"] = play;
  };
  return (
    <div className="pr-takes">
      {elsewhere.map((one) => (
        <GivenTake
          key={one.id}
          editor={editor}
          place={place}
          one={one}
          capture={captures.get(one.capture)}
          onReady={hear}
        />
      ))}
      {keptAt(mine, place).map((take) => (
        <Kept key={take.id} editor={editor} place={place} take={take} onReady={hear} />
      ))}
    </div>
  );
}
