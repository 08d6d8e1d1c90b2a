import { TextCursorInput } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { finishOf } from "../../parts/finish";
import { useStore } from "../../use";
import type { PageBox, PageBoxLabel } from "../doc";
import type { DocumentEditor } from "../editor";
import { textIn } from "../layer";
import { indexOf } from "../page";
import { useDocument } from "../use";

/** What stands in the box that is selected, where that is asked for. */
export function BoxText({ editor, box }: { editor: DocumentEditor; box: PageBox }) {
  const { t } = useTranslation(["annotate-document", "annotate"]);
  const id = useId();
  const off = useDocument(editor, (state) => state.readOnly);
  const layer = useStore(editor.pages.came, () => editor.layer(indexOf(box.part)));
  const label = editor.schema.labels.find(
    (one): one is PageBoxLabel => one.kind === "page_box" && one.name === box.name,
  );
  const asked = label?.text ?? "none";
  if (asked === "none" && box.text === undefined) return null;
  const write = (text: string) => {
    const { text: _, ...rest } = box;
    editor.change(text === "" ? rest : { ...box, text }, `text ${box.id}`);
  };
  const read = textIn(layer, box);
  const missing = asked === "required" && (box.text ?? "").trim() === "";
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="row between an-head">
        {t("box_text")}
        {missing && <span className="an-light c-warn">{t("annotate:answer_required")}</span>}
      </h3>
      <textarea
        className="in doc-text"
        data-writes=""
        rows={3}
        aria-labelledby={id}
        disabled={off}
        value={box.text ?? ""}
        // The keys of the page are the page's again.
        onKeyDown={(event) => finishOf(event) !== null && event.currentTarget.blur()}
        onChange={(event) => write(event.target.value)}
      />
      {!off && read !== "" && read !== box.text && (
        <button type="button" className="chip" onClick={() => write(read)}>
          <Icon of={TextCursorInput} size={16} />
          {t("from_layer")}
        </button>
      )}
    </section>
  );
}
