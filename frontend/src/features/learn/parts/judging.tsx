import { Check, PencilLine, RotateCcw, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "~/annotate/use";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Sheet, Verdict } from "../model/sheet";

const VERDICTS = [
  ["approve", Check],
  ["fix", PencilLine],
  ["return", RotateCcw],
  ["reject", X],
] as const satisfies readonly (readonly [Verdict, typeof Check])[];

/** An answer that is to be judged: what was drawn, the verdict, and, where it is not mended, which
 * of it is wrong. */
export function Judging({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation("learn");
  const { t: common } = useTranslation();
  const { kit } = sheet.opened;
  const { verdict, named } = useStore(sheet.judged, (all) => all);
  const { editor } = sheet;
  if (verdict === "fix")
    return (
      <>
        <section className="row between">
          <p className="label">{t("judge.mending")}</p>
          <Button look="ghost" onPress={() => sheet.judged.set({ verdict: null, named })}>
            {t("judge.not_fix")}
          </Button>
        </section>
        <kit.Panel editor={editor} />
      </>
    );
  return (
    <div className="ln-judge">
      <section className="col g8">
        <h2 className="strong">{t("judge.title")}</h2>
        <div className="ln-verdicts">
          {VERDICTS.map(([one, icon]) => (
            <Button
              key={one}
              look={verdict === one ? "primary" : "line"}
              aria-pressed={verdict === one}
              onPress={() => sheet.choose(one)}
            >
              <Icon of={icon} size={16} />
              {common(`verdict.${one}`)}
            </Button>
          ))}
        </div>
      </section>
      {(verdict === "return" || verdict === "reject") && <Named sheet={sheet} />}
      <kit.Answers editor={editor} />
      <kit.List editor={editor} />
    </div>
  );
}

/** What of it is wrong: what is chosen on the board is added, or taken off again. */
function Named({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation("learn");
  const { kit } = sheet.opened;
  const { editor } = sheet;
  const named = useStore(sheet.judged, (all) => all.named);
  const chosen = useSyncExternalStore(editor.subscribe, () => {
    const subject = kit.chosen(editor);
    return subject !== null && "annotation" in subject ? subject.annotation : null;
  });
  return (
    <section className="col g8">
      <p className="label t2">{t("judge.name")}</p>
      <Button
        isDisabled={chosen === null || named.includes(chosen)}
        onPress={() => chosen !== null && sheet.name(chosen)}
      >
        {t("judge.name_this")}
      </Button>
      <ul className="col">
        {named.map((id) => (
          <li key={id} className="row">
            <button type="button" className="lrow grow" onClick={() => kit.choose(editor, id)}>
              <kit.Pointed editor={editor} pin={{ annotation: id }} />
            </button>
            <Button
              look="ghost"
              square
              aria-label={t("judge.not_this")}
              onPress={() => sheet.name(id)}
            >
              <Icon of={X} size={14} />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
