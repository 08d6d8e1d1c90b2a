import { useTranslation } from "react-i18next";
import { useStore } from "../../use";
import type { VideoEditor } from "../editor";

const OWN = new Set([
  "copied_on",
  "duplicated",
  "keyed",
  "occluded",
  "outside",
  "relabelled",
  "unkeyed",
]);

/** Says what has happened to those who do not see it, one thing at a time, without haste. */
export function Announcer({ editor }: { editor: VideoEditor }) {
  const { t } = useTranslation(["annotate-video", "annotate-clock"]);
  const said = useStore(editor.clock.said, (value) => value);
  const key = said?.key ?? "";
  const words = OWN.has(key)
    ? t(`said.${key}` as "said.keyed")
    : t(`annotate-clock:said.${key}` as "annotate-clock:said.added", { name: said?.name ?? "" });
  return (
    <p className="sr-only" role="status" aria-live="polite">
      {said === null ? "" : words}
      {/* The same sentence twice is only heard again when the text differs. */}
      {said !== null && said.nth % 2 === 1 ? "\u00a0" : ""}
    </p>
  );
}
