import { useTranslation } from "react-i18next";
import { useStore } from "../../use";
import type { ClockEditor } from "../editor";

/** Says what has happened to those who do not see it, one thing at a time, without haste. */
export function Announcer({ editor }: { editor: ClockEditor }) {
  const { t } = useTranslation("annotate-clock");
  const said = useStore(editor.said, (value) => value);
  return (
    <p className="sr-only" role="status" aria-live="polite">
      {said === null ? "" : t(`said.${said.key}` as "said.added", { name: said.name ?? "" })}
      {/* The same sentence twice is only heard again when the text differs. */}
      {said !== null && said.nth % 2 === 1 ? "\u00a0" : ""}
    </p>
  );
}
