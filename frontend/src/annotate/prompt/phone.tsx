/** On a phone: what is chosen or rated above the thumb; what takes are made with is part of the board. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../core/choices";
import { Steps } from "../parts/steps";
import type { TextEditor } from "../text/editor";
import type { Question } from "../text/questions";
import { typeOf } from "../text/types";
import type { PromptEditor } from "./editor";

export function Dock({ editor }: { editor: PromptEditor }) {
  const { i18n } = useTranslation();
  const asked = editor.questions.filter((one) => one.label.kind !== "writing");
  const [at, go] = useState(0);
  const now = asked[at];
  if (now === undefined) return null;
  const { Ask } = typeOf(now.label.kind);
  return (
    <div className="an-dock">
      <Steps at={at} of={asked.length} onGo={go}>
        {nameOf(now.label, i18n.language)}
      </Steps>
      <div className="an-dock-ask">
        <Ask
          key={now.key}
          editor={editor as unknown as TextEditor}
          question={now as unknown as Question}
        />
      </div>
    </div>
  );
}
