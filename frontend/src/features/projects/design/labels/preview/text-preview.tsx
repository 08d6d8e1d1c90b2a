import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, EMPTY, type TextSchema } from "~/annotate/core/doc";
import { Board, createTextEditor, TextPanel } from "~/annotate/text";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import type { Stage } from "../../../frame/queries";
import { galleryQuery } from "../gallery/queries";
import { fitting } from "./fitting";
import { useKept } from "./pressed";
import { type Document, sampleFor, textQuery, textsQuery } from "./text";

type Props = {
  stage: Stage;
  schema: TextSchema;
  /** Is a pointer down here? What is marked with it keeps its editor. */
  pressed: boolean;
};

/** The text editor that workers will have, on a text of the data: try it, nothing is kept. */
export default function TextPreview({ stage, schema, pressed }: Props) {
  const { t } = useTranslation("projects");
  const [at, setAt] = useState(0);
  const texts = useQuery(textsQuery(stage));
  const ids = texts.data ?? [];
  const text = useQuery(
    textQuery(stage.project_id, ids.length === 0 ? undefined : ids[at % ids.length]),
  );
  const gallery = useQuery({ ...galleryQuery, enabled: texts.isSuccess && ids.length === 0 });
  const drawn = useRef<Answer>({ ...EMPTY, modality: "text" });
  const waits = texts.isPending || text.isPending || gallery.isLoading;
  const document: Document = text.data ?? sampleFor(schema, gallery.data ?? []);
  const shown = useKept(JSON.stringify([schema, document]), pressed);
  const editor = useMemo(() => {
    const [tried, source] = JSON.parse(shown) as [TextSchema, Document];
    return createTextEditor(tried, { document: source }, within(drawn.current, tried, source));
  }, [shown]);
  useEffect(
    () =>
      editor.onChange((answer) => {
        drawn.current = answer;
      }),
    [editor],
  );
  const [here, setHere] = useState(false);
  return (
    <>
      <Fault error={texts.error ?? text.error} retry={() => text.refetch()} />
      {waits ? (
        <Skeleton lines={6} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: only tells whether the editor's keys act
        <div
          className="preview-window text-window"
          onFocus={() => setHere(true)}
          onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setHere(false)}
        >
          <Board editor={editor} keys={here} />
          <div className="text-panel">
            <TextPanel editor={editor} />
          </div>
        </div>
      )}
      <div className="row between label">
        <span className="t2">{ids.length === 0 ? t("preview.sample_text") : t("preview.try")}</span>
        {ids.length > 1 && (
          <Button
            look="text"
            onPress={() => {
              drawn.current = { ...EMPTY, modality: "text" };
              setAt(at + 1);
            }}
          >
            {t("preview.other_text")}
          </Button>
        )}
      </div>
    </>
  );
}

/** What of an answer still fits the schema and the text's parts. */
function within(answer: Answer, schema: TextSchema, document: Document): Answer {
  const parts = new Map(document.parts.map((one) => [one.id, [...one.text].length]));
  const fits = fitting(answer, schema);
  const annotations = fits.annotations.filter((one) => {
    if (one.kind === "span") return one.end <= (parts.get(one.part) ?? 0);
    if (one.kind === "comparison") return one.better === null || parts.has(one.better);
    if (one.kind === "ranking") return one.order.every((id) => parts.has(id));
    const part = "part" in one ? (one.part ?? null) : null;
    return part === null || parts.has(part);
  });
  return { ...fits, annotations };
}
