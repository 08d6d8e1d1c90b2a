import { CircleDashed } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { nameOf } from "../../core/choices";
import { Said } from "../../parts/said";
import type { TextEditor } from "../editor";
import { givenTo } from "../questions";
import { typeOf } from "../types";
import { useSays, useText } from "../use";

/** What was answered of one part, under it; a press takes the question in hand. */
export function Given({ editor, part }: { editor: TextEditor; part: string }) {
  const { t, i18n } = useTranslation("annotate-text");
  const answer = useText(editor, (state) => state.answer);
  const reading = useText(editor, (state) => state.readOnly);
  const hand = useText(editor, (state) => state.hand);
  const says = useSays(editor);
  const asked = editor.questions.filter(
    (one) => one.part === part && typeOf(one.label.kind).place === "panel",
  );
  if (asked.length === 0) return null;
  return (
    <ul className="tx-given">
      {asked.map((one) => {
        const given = givenTo(answer, one);
        const name = nameOf(one.label, i18n.language);
        const said = given.map(says).join(", ");
        return (
          <li key={one.key}>
            <button
              type="button"
              className="tx-chip"
              data-open={given.length === 0}
              aria-current={!reading && hand === one.key}
              onClick={() => {
                editor.take(one.key);
                const [first] = given;
                if (!reading || first === undefined) return;
                editor.select([first.id]);
                if (editor.get().pinning) editor.place?.(first.id);
              }}
            >
              {given.length === 0 && <Icon of={CircleDashed} size={14} />}
              <span className="t3">{name}</span> <b>{given.length === 0 ? t("open") : said}</b>
            </button>
            {given.map(({ id }) => (
              <Said key={id} editor={editor} id={id} />
            ))}
          </li>
        );
      })}
    </ul>
  );
}
