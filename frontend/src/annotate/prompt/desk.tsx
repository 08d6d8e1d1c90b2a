/** What stands around a prompt at a desk; a phone has the panel in its sheet. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StepsBack } from "../parts/steps-back";
import type { PromptEditor } from "./editor";
import { Places } from "./parts/list";
import { Asks } from "./parts/parts-later";
import { stateOf } from "./places";
import { useSending, useTakes } from "./use";

type Of = { editor: PromptEditor };

export function Panel({ editor }: Of) {
  return (
    <div className="pr-panel">
      <Places editor={editor} />
      {editor.questions.some((one) => one.label.kind !== "writing") && (
        <Asks editor={editor} written={false} />
      )}
    </div>
  );
}

export function Rail({ editor, children }: Of & { children?: ReactNode }) {
  const { t } = useTranslation("annotate");
  return (
    <nav className="rail an-rail" aria-label={t("tools")}>
      {!editor.get().readOnly && editor.questions.length > 0 && <StepsBack editor={editor} />}
      {children}
    </nav>
  );
}

/** How many takes are on their way; `children` stand at the right. */
export function Status({ editor, children }: Of & { children?: ReactNode }) {
  const { t } = useTranslation("annotate-prompt");
  const going = useTakes(editor).filter((one) => !one.dropped && stateOf(one) === "going").length;
  const { trouble } = useSending(editor);
  return (
    <div className="stbar">
      {going > 0 && <span>{t(trouble === "offline" ? "waiting_n" : "going_n", { n: going })}</span>}
      <span className="grow" />
      {children}
    </div>
  );
}

/** The panel as a sheet. */
export function Sheet({ editor }: Of) {
  return (
    <div className="panel wk-list">
      <Panel editor={editor} />
    </div>
  );
}
