import { useTranslation } from "react-i18next";
import { CLOCK_ACTS } from "../../clock/keys";
import { nameOf } from "../../core/choices";
import { useKeys } from "../../use";
import type { SeriesEditor } from "../editor";
import { EPOCH_ACTS, SERIES_ACTS } from "../keys";

/** What the keys of a time series are is known also where the page itself says what keys do. */
export function SeriesKeys({ editor, active }: { editor: SeriesEditor; active: boolean }) {
  const { t, i18n } = useTranslation("annotate-clock");
  const acts = [...CLOCK_ACTS, ...SERIES_ACTS, ...EPOCH_ACTS]
    .filter((one) => editor.handlers[one.id] !== undefined)
    .map((one) => ({ ...one, word: wordOf(one.id) }));
  function wordOf(id: string): string {
    // Arrows go from epoch to epoch, where that is how one works.
    const own =
      editor.epochs === null
        ? null
        : t(`epoch_acts.${id}` as "epoch_acts.clock.back", { defaultValue: "" });
    return own || t(`acts.${id}` as "acts.clock.back");
  }
  const labels = editor.choices.slice(0, 9).map((one) => ({
    id: `label.${one.key}`,
    group: "labels",
    keys: [`Digit${one.key}`],
    word: nameOf(one.class, i18n.language),
  }));
  useKeys(active ? editor.handlers : {}, [...acts, ...labels]);
  return null;
}
