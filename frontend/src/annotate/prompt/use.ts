import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { Capture } from "~/api/captures";
import type { Take, TakesState } from "~/api/takes-core";
import { nameOf } from "../core/choices";
import type { Taken } from "./doc";
import { annotationId, type PromptEditor, type PromptState } from "./editor";
import type { Place } from "./places";

/** A part of an editor's state; `pick` gives the same value for the same state. */
export const usePrompt = <T>(editor: PromptEditor, pick: (state: PromptState) => T): T =>
  useSyncExternalStore(editor.subscribe, () => pick(editor.get()));

const NONE: readonly Take[] = [];
const QUIET: TakesState = { all: NONE, sent: new Map(), trouble: null };
const never = () => () => {};

/** The takes of this piece of work on this device. */
export const useTakes = ({ captures: { own } }: PromptEditor): readonly Take[] =>
  useSyncExternalStore(own?.listen ?? never, own?.mine ?? (() => NONE));

/** How sending goes: what is sent of each, and what stands in the way. */
export const useSending = ({ captures: { own } }: PromptEditor): TakesState =>
  useSyncExternalStore(own?.listen ?? never, own?.state ?? (() => QUIET));

/** What the server has, by id; read anew when `of` changes. Empty without a connection. */
export function useCaptures(editor: PromptEditor, of: unknown): ReadonlyMap<number, Capture> {
  const [known, setKnown] = useState<ReadonlyMap<number, Capture>>(new Map());
  const { read } = editor.captures;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew for another answer
  useEffect(() => {
    let over = false;
    read().then(
      (all) => over || setKnown(new Map(all.map((one) => [one.id, one]))),
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [read, of]);
  return known;
}

/** The take of this device that an annotation names. */
export const takeOf = (mine: readonly Take[], one: Taken): Take | undefined =>
  mine.find((take) => annotationId(take.id) === one.id);

/** What a role of a prompt's part is called; its own name where the screen has no word for it. */
export function useRole(): (role: string) => string {
  const { t } = useTranslation("annotate-prompt");
  return (role) => t(`role.${role}` as "role.read", { defaultValue: role });
}

/** What a place is called: its question, and which of the parts. */
export function usePlaceName(
  editor: PromptEditor,
): (place: Pick<Place, "label" | "part">) => string {
  const { t, i18n } = useTranslation("annotate-prompt");
  return ({ label, part }) => {
    const name = nameOf(label, i18n.language);
    if (part === null) return name;
    const alike = editor.places.filter((one) => one.label.name === label.name);
    const n = alike.findIndex((one) => one.part === part) + 1;
    return t("place_n", { name, n });
  };
}

/** Seconds as they are read: 0:07, 12:30. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** How the button looks that a take begins with: where there is one, handing in comes first. */
export const mainLook = (has: boolean): string => `btn ${has ? "line" : "primary"} main full`;
