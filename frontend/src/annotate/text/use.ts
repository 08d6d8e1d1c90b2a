import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../core/choices";
import type { TextAnnotation } from "./doc";
import { find, isSpan } from "./doc";
import type { TextEditor, TextState } from "./editor";
import { slice } from "./points";
import { typeOf } from "./types";
import type { Words } from "./types/type";

/** A part of an editor's state; `pick` gives the same value for the same state. */
export function useText<T>(editor: TextEditor, pick: (state: TextState) => T): T {
  return useSyncExternalStore(editor.subscribe, () => pick(editor.get()));
}

/** The letter of a response: A, B and so on, then numbers. */
export const letterOf = (at: number): string =>
  at < 26 ? String.fromCharCode(65 + at) : String(at + 1);

/** What a role is called; its own name where the screen has no word for it. */
export function useRole(): (role: string) => string {
  const { t } = useTranslation("annotate-text");
  return (role) => t(`role.${role}` as "role.user", { defaultValue: role });
}

/** What a part is called: its letter among those of its role, or its number in the conversation. */
export function usePartName(editor: TextEditor): (id: string) => string {
  const { t } = useTranslation("annotate-text");
  const roleName = useRole();
  return (id) => {
    const part = editor.parts.find((one) => one.id === id);
    if (part === undefined) return id;
    const alike = editor.parts.filter((one) => one.role === part.role);
    const at = alike.indexOf(part);
    if (part.role === null)
      return alike.length === 1 ? t("text") : t("text_n", { n: letterOf(at) });
    if (part.role === "response" && alike.length > 1) return t("response_n", { n: letterOf(at) });
    if (alike.length === 1) return roleName(part.role);
    return t("turn_n", { role: roleName(part.role), n: editor.parts.indexOf(part) + 1 });
  };
}

/** Says annotations in the reader's words. */
export function useSays(editor: TextEditor): (one: TextAnnotation) => string {
  const { t, i18n } = useTranslation("annotate-text");
  const part = usePartName(editor);
  const words: Words = {
    named: (one) => nameOf(one, i18n.language),
    part,
    quote: (id, start, end) =>
      slice(editor.parts.find((one) => one.id === id)?.text ?? "", start, end),
    find(id) {
      const one = find(editor.get().answer, id);
      return one !== undefined && isSpan(one) ? words.quote(one.part, one.start, one.end) : "?";
    },
    tie: t("tie"),
  };
  return (one) => {
    const label = editor.schema.labels.find((each) => each.name === one.name);
    return label === undefined || label.kind !== one.kind
      ? one.name
      : typeOf(one.kind).says(label, one, words);
  };
}
