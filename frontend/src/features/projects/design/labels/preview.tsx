import { useQuery } from "@tanstack/react-query";
import { Shapes } from "lucide-react";
import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, Canvas, createEditor, EMPTY, LabelChips, type Schema } from "~/annotate";
import { Button } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import type { Stage } from "../../frame/queries";
import { pictureQuery, picturesQuery } from "./picture";

const PAUSE = 300; // ms of quiet before what is typed is tried

/** What of an answer a schema still has words for. */
function fitting(answer: Answer, schema: Schema): Answer {
  const known = new Set(
    schema.labels.flatMap((label) => label.classes.map((one) => `${label.name}\n${one.id}`)),
  );
  const annotations = answer.annotations.filter((one) =>
    one.kind === "class"
      ? one.classes.every((id) => known.has(`${one.name}\n${id}`))
      : known.has(`${one.name}\n${one.class}`),
  );
  return { ...answer, annotations };
}

/** The schema in the editor that workers will have, on a picture of the data: try it, nothing is kept. */
export function Preview({ stage, schema }: { stage: Stage; schema: Schema }) {
  const { t } = useTranslation("projects");
  const [at, setAt] = useState(0);
  const pictures = useQuery(picturesQuery(stage)).data ?? [];
  const picture = useQuery(
    pictureQuery(
      stage.project_id,
      pictures.length === 0 ? undefined : pictures[at % pictures.length],
    ),
  );
  const [shown, setShown] = useState(schema);
  const text = JSON.stringify(schema);
  useEffect(() => {
    const timer = setTimeout(() => setShown(JSON.parse(text) as Schema), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const drawn = useRef<Answer>(EMPTY);
  const source = picture.data;
  const shownText = JSON.stringify(shown);
  const editor = useMemo(() => {
    const tried = JSON.parse(shownText) as Schema;
    if (source === undefined || tried.labels.length === 0) return null;
    return createEditor(tried, source, fitting(drawn.current, tried));
  }, [source, shownText]);
  useEffect(
    () =>
      editor?.onChange((answer) => {
        drawn.current = answer;
      }),
    [editor],
  );
  const [here, setHere] = useState(false);
  return (
    <section className="preview" aria-label={t("preview.title")}>
      <h2 className="title">{t("preview.title")}</h2>
      <Fault error={picture.error} retry={() => picture.refetch()} />
      {picture.isPending && <Skeleton lines={4} />}
      {picture.isSuccess && editor === null && (
        <Empty icon={Shapes} title={t("preview.empty")}>
          <p>{t("preview.empty_hint")}</p>
        </Empty>
      )}
      {editor !== null && (
        // biome-ignore lint/a11y/noStaticElementInteractions: only tells whether the editor's keys act
        <div
          className="preview-window"
          onFocus={() => setHere(true)}
          onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setHere(false)}
        >
          {/* The editor's own words come with it; the form beside must not wait for them. */}
          <Suspense fallback={<Skeleton lines={4} />}>
            <div className="preview-picture">
              <Canvas editor={editor} keys={here} />
            </div>
            <div className="preview-foot">
              <LabelChips editor={editor} />
            </div>
          </Suspense>
        </div>
      )}
      <div className="row between label">
        <span className="t2">{pictures.length === 0 ? t("preview.sample") : t("preview.try")}</span>
        {pictures.length > 1 && (
          <Button
            look="text"
            onPress={() => {
              drawn.current = EMPTY;
              setAt(at + 1);
            }}
          >
            {t("preview.other")}
          </Button>
        )}
      </div>
    </section>
  );
}
