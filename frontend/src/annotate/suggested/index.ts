/**
 * What is suggested for a piece of work: an answer that came with it, of which a person accepts what
 * is right. A chunk of its own, for work that has any.
 */
import i18next from "i18next";
import type { ComponentType } from "react";
import type { Editing, Kit } from "../kit";
import { Bar, type BarProps } from "./bar";
import { createSuggestions, type Suggestions } from "./suggestions";

/** Suggestions beside an editor, and the bar that shows them over its board. */
export type Suggesting = { suggestions: Suggestions; Bar: ComponentType<BarProps> } & Pick<
  BarProps,
  "looks"
>;

/** Fetches all that suggestions of a modality need; then, for each editor, what is suggested there;
 * null for nothing. `suggested` is an answer in the API's JSON. */
export async function suggesting(
  kit: Kit,
  suggested: unknown,
): Promise<(editor: Editing) => Suggesting | null> {
  const [looks] = await Promise.all([kit.suggested(), i18next.loadNamespaces("suggested")]);
  const answer = kit.readAnswer(suggested);
  return (editor) => {
    const suggestions = createSuggestions(editor, answer, (ones) => looks.inOrder(editor, ones));
    // Where nothing of it fits, or a draft has all of it, there is nothing to see.
    return suggestions.state.get().open.length > 0 ? { suggestions, Bar, looks } : null;
  };
}
