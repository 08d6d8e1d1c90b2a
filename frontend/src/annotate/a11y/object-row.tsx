import { Ellipsis, Eye, EyeOff, Group, Trash2 } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { Mark } from "../core/doc";
import { shapeOf } from "../core/shapes";
import type { Editor } from "../image/acts";
import { useClassName } from "../names";
import { Said } from "../parts/said";
import { paint } from "../parts/swatch";

// Menus bring much of React Aria along: they come with the first touch of the button.
const load = () => import("./row-menu");
const RowMenu = lazy(() => load().then((part) => ({ default: part.RowMenu })));

type Props = {
  editor: Editor;
  mark: Mark;
  /** Its place in the list, from 0. */
  index: number;
  /** Which of its class it is, from 1. */
  number: number;
  selected: boolean;
  hidden: boolean;
  reading: boolean;
  /** Does Tab come here? */
  stop: boolean;
  onSelect: (extend: boolean) => void;
};

/** One object: its name and size; selected also what can be done with it. */
export function ObjectRow(props: Props) {
  const { editor, mark, index, number, selected, hidden, reading, stop, onSelect } = props;
  const { t } = useTranslation("annotate");
  const className = useClassName();
  const name = t("object", { name: className(editor, mark), n: number });
  const { width, height } = shapeOf(mark).bounds(mark);
  const round = (value: number) => Math.round(value * 10) / 10;
  const size =
    width === 0 && height === 0 ? "" : t("size", { width: round(width), height: round(height) });
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
    <div
      role="row"
      data-row={index}
      data-id={mark.id}
      aria-rowindex={index + 1}
      aria-selected={selected}
      tabIndex={stop ? 0 : -1}
      className="lrow label an-row"
      style={paint(editor.choiceOf(mark))}
      onClick={(event) => {
        // What its buttons do is theirs.
        if ((event.target as Element).closest("button") !== null) return;
        onSelect(event.shiftKey || event.ctrlKey || event.metaKey);
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see the list */}
      <span role="gridcell" tabIndex={-1} className="row g8 grow">
        <span className="swatch" data-dash={editor.choiceOf(mark)?.dash} />
        <span className="grow clip">{name}</span>
        <Said editor={editor} id={mark.id} />
        {mark.group != null && (
          <>
            <Icon of={Group} size={14} className="t3" />
            <span className="sr-only">{t("group_member")}</span>
          </>
        )}
        {hidden && !selected && <span className="t3">{t("hidden")}</span>}
        {!selected && <span className="t3">{size}</span>}
        {selected && <span className="sr-only">{size}</span>}
      </span>
      {selected && (
        // biome-ignore lint/a11y/useSemanticElements: see the list
        <span role="gridcell" tabIndex={-1} className="row an-acts">
          <RowActs {...{ editor, mark, name, hidden, reading }} />
        </span>
      )}
    </div>
  );
}

function RowActs({
  editor,
  mark,
  name,
  hidden,
  reading,
}: Pick<Props, "editor" | "mark" | "hidden" | "reading"> & { name: string }) {
  const { t } = useTranslation("annotate");
  const at = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const ids = [mark.id];
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className="an-icon"
        aria-label={`${t(hidden ? "show" : "hide")}: ${name}`}
        onClick={() => editor.hide(ids, !hidden)}
      >
        <Icon of={hidden ? EyeOff : Eye} size={16} />
      </button>
      {!reading && (
        <button
          type="button"
          tabIndex={-1}
          className="an-icon"
          aria-label={`${t("delete")}: ${name}`}
          onClick={() => editor.remove(ids)}
        >
          <Icon of={Trash2} size={16} />
        </button>
      )}
      <button
        ref={at}
        type="button"
        tabIndex={-1}
        className="an-icon"
        aria-label={t("more", { name })}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => {
          setAsked(true);
          setOpen(!open);
        }}
      >
        <Icon of={Ellipsis} size={16} />
      </button>
      {asked && (
        <Suspense>
          <RowMenu {...{ editor, mark, name, reading, at, open }} onOpen={setOpen} />
        </Suspense>
      )}
    </>
  );
}
