import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, Canvas, createEditor, EMPTY, Labels, makeReady, Tools } from "~/annotate";
import type { PictureSchema } from "~/annotate/core/doc";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import type { Stage } from "../../../frame/queries";
import { fitting } from "./fitting";
import { pictureQuery, picturesQuery } from "./picture";
import { useKept } from "./pressed";

type Props = {
  stage: Stage;
  schema: PictureSchema;
  /** Is a pointer down here? What is drawn with it keeps its editor. */
  pressed: boolean;
};

/** The editor that workers will have, on a picture of the data: try it, nothing is kept. */
export function PicturePreview({ stage, schema, pressed }: Props) {
  const { t } = useTranslation("projects");
  const [at, setAt] = useState(0);
  const pictures = useQuery(picturesQuery(stage)).data ?? [];
  const picture = useQuery(
    pictureQuery(
      stage.project_id,
      pictures.length === 0 ? undefined : pictures[at % pictures.length],
    ),
  );
  const drawn = useRef<Answer>(EMPTY);
  const text = JSON.stringify(schema);
  const tried = useQuery({
    queryKey: ["annotate", "ready", text],
    networkMode: "always",
    queryFn: async () => {
      await makeReady(JSON.parse(text));
      return text;
    },
    // While what a further kind needs comes, what was there stays.
    placeholderData: keepPreviousData,
  }).data;
  const [source, ready] = useKept([picture.data, tried] as const, pressed);
  const editor = useMemo(() => {
    if (source === undefined || ready === undefined) return null;
    const labels = JSON.parse(ready) as PictureSchema;
    return createEditor(labels, source, fitting(drawn.current, labels));
  }, [source, ready]);
  useEffect(
    () =>
      editor?.onChange((answer) => {
        drawn.current = answer;
      }),
    [editor],
  );
  const [here, setHere] = useState(false);
  return (
    <>
      <Fault error={picture.error} retry={() => picture.refetch()} />
      {picture.isPending && <Skeleton lines={4} />}
      {editor !== null && (
        // biome-ignore lint/a11y/noStaticElementInteractions: only tells whether the editor's keys act
        <div
          className="preview-window"
          onFocus={() => setHere(true)}
          onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setHere(false)}
        >
          {/* The editor's own words come with it; the form beside must not wait for them. */}
          <Suspense fallback={<Skeleton lines={4} />}>
            <div className="preview-tools">
              <Tools editor={editor} />
            </div>
            <div className="preview-picture">
              <Canvas editor={editor} keys={here} />
            </div>
            <div className="preview-foot">
              <Labels editor={editor} />
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
    </>
  );
}
