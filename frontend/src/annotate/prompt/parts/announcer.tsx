import { useTranslation } from "react-i18next";
import { useStore } from "../../use";
import type { PromptEditor } from "../editor";

/** Says what happened to who does not see it. */
export function Announcer({ editor }: { editor: PromptEditor }) {
  const { t } = useTranslation("annotate-prompt");
  const said = useStore(editor.said, (one) => one);
  return (
    <p className="sr-only" role="status">
      {said !== null && t(`said.${said.key}` as "said.kept", { name: said.name ?? "" })}
    </p>
  );
}
