import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { KitBoardProps } from "../../kit";
import { Saying } from "../../parts/said";
import { useKeys } from "../../use";
import type { PromptEditor } from "../editor";
import { PROMPT_ACTS } from "../keys";
import { keptAt, takenAt } from "../places";
import { usePrompt, useTakes } from "../use";
import { Announcer } from "./announcer";
import { Deck } from "./deck";
import { Asks, Given, Viewer } from "./parts-later";
import { Text } from "./text";
import "../../annotate.css";
import "../prompt.css";

export type BoardProps = Omit<KitBoardProps, "editor"> & { editor: PromptEditor };

/** The prompt, large, with what is made for it: to make it, or to look it over. */
export function Board({
  editor,
  diff = null,
  pins = [],
  onPin,
  keys = true,
  children,
}: BoardProps) {
  const { t } = useTranslation("annotate-prompt");
  const acts = PROMPT_ACTS.map((act) => ({
    ...act,
    word: t(`acts.${act.id}` as "acts.prompt.take"),
  }));
  useKeys(keys ? editor.handlers : {}, acts);
  useEffect(() => editor.follow(), [editor]);
  const making = editor.captures.own !== null && !editor.get().readOnly;
  return (
    <div className="pr-board" data-making={making}>
      {pins.length > 0 && <Saying editor={editor} pins={pins} />}
      {making ? (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
          <section className="pr-scroll" tabIndex={0} aria-label={t("prompt")}>
            <Text editor={editor} />
            <Made editor={editor} />
            {editor.questions.some((one) => one.label.kind === "writing") && (
              <Asks editor={editor} written />
            )}
          </section>
          <Deck editor={editor} />
        </>
      ) : (
        <Viewer editor={editor} diff={diff} {...(onPin === undefined ? {} : { onPin })} />
      )}
      {children}
      <Announcer editor={editor} />
    </div>
  );
}

/** What there is of the place in hand: what shows it comes with the first. */
function Made({ editor }: { editor: PromptEditor }) {
  const hand = usePrompt(editor, (state) => state.at);
  const answer = usePrompt(editor, (state) => state.answer);
  const mine = useTakes(editor);
  const place = editor.places.find((one) => one.key === hand);
  const some =
    place !== undefined && takenAt(answer, place).length + keptAt(mine, place).length > 0;
  return some ? <Given editor={editor} /> : null;
}
