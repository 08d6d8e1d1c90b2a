import { useTranslation } from "react-i18next";
import type { Act } from "~/annotate/core/keymap";

/** What the page's own keys do, beside the editor's. */
export function useActs(): readonly Act[] {
  const { t } = useTranslation("work");
  const act = (id: string, key: string, word: string): Act => ({
    id: `work.${id}`,
    group: "page",
    keys: [key],
    word,
  });
  return [
    act("submit", "KeyN", t("keys.submit")),
    act("take_back", "KeyU", t("keys.take_back")),
    act("guide", "KeyG", t("keys.guide")),
    act("extend", "KeyT", t("keys.extend")),
    act("skip", "KeyX", t("keys.skip")),
    act("copy", "Shift+KeyP", t("keys.copy")),
    act("compare", "KeyD", t("keys.compare")),
  ];
}
