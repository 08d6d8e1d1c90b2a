import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, Schema } from "~/annotate/core/doc";
import { mediaSource, preparedBy } from "~/annotate/files";
import { type Editing, kitFor } from "~/annotate/kit";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Skeleton } from "~/ui/fault";
import type { Stage } from "../../../frame/queries";
import { galleryQuery } from "../gallery/queries";
import { Sketch } from "../gallery/sketch";
import { fitting } from "./fitting";
import { picturesQuery } from "./picture";
import { useKept } from "./pressed";
import { stillOf } from "./still";

type Item = { id: number; name: string };

/** One of the stage's items as an editor takes it, once its files are made. */
const sourceQuery = (projectId: number, item: Item | undefined) => ({
  queryKey: ["project", projectId, "media source", item?.id ?? null],
  enabled: item !== undefined,
  staleTime: 60_000,
  retry: false,
  queryFn: async () => {
    const path = { project_id: projectId, item_id: item?.id ?? 0 };
    const read = () =>
      must(api.GET("/api/v1/projects/{project_id}/items/{item_id}/media", { params: { path } }));
    const [whole, prepared] = await Promise.all([
      must(api.GET("/api/v1/projects/{project_id}/items/{item_id}", { params: { path } })),
      preparedBy(read),
    ]);
    return mediaSource({ name: item?.name ?? "", facts: whole.facts }, prepared, read);
  },
});

type Props = {
  stage: Stage;
  schema: Schema;
  /** Is a pointer down here? What is drawn with it keeps its editor. */
  pressed: boolean;
};

/** The editor that workers will have, on one of the stage's sounds, videos, documents or time series;
 * while there is none, a drawing of what answers look like. */
export default function MediaPreview({ stage, schema, pressed }: Props) {
  const { t } = useTranslation("projects");
  const [at, setAt] = useState(0);
  const items = useQuery(picturesQuery(stage)).data ?? [];
  const source = useQuery(sourceQuery(stage.project_id, items[at % Math.max(1, items.length)]));
  const text = JSON.stringify(schema);
  const fitted = useQuery({
    queryKey: ["kit tried", text],
    enabled: items.length > 0,
    networkMode: "always",
    retry: false,
    queryFn: async () => ({ of: text, it: await kitFor(schema.modality, schema) }),
    // While what a further kind needs comes, what was there stays.
    placeholderData: keepPreviousData,
  }).data;
  const [kit, opened] = useKept([fitted, source.data] as const, pressed);
  const drawn = useRef<Answer>({ modality: schema.modality, annotations: [] });
  const [editor, setEditor] = useState<Editing | null>(null);
  useEffect(() => {
    if (kit === undefined || opened === undefined) return setEditor(null);
    const tried = JSON.parse(kit.of) as Schema;
    if (tried.modality !== opened.modality) return setEditor(null);
    const next = kit.it.open(tried, opened, fitting(drawn.current, tried));
    setEditor(next);
    return next.onChange((answer) => {
      drawn.current = answer;
    });
  }, [kit, opened]);
  const [here, setHere] = useState(false);
  if (items.length > 0 && source.isPending) return <Skeleton lines={6} />;
  if (editor === null || kit === undefined) return <Still schema={schema} />;
  const { Rail, Board, Panel } = kit.it;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only tells whether the editor's keys act */}
      <div
        className="preview-window media-window"
        onFocus={() => setHere(true)}
        onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setHere(false)}
      >
        <Suspense fallback={<Skeleton lines={6} />}>
          <div className="preview-tools">
            <Rail editor={editor} />
          </div>
          <div className="preview-board">
            <Board editor={editor} keys={here} />
          </div>
          <div className="preview-foot">
            <Panel editor={editor} />
          </div>
        </Suspense>
      </div>
      <div className="row between label">
        <span className="t2">{t("preview.try")}</span>
        {items.length > 1 && (
          <Button
            look="text"
            onPress={() => {
              drawn.current = { modality: schema.modality, annotations: [] };
              setAt(at + 1);
            }}
          >
            {t("preview.other_item")}
          </Button>
        )}
      </div>
    </>
  );
}

function Still({ schema }: { schema: Schema }) {
  const { t } = useTranslation("projects");
  const gallery = useQuery(galleryQuery);
  if (gallery.isPending) return <Skeleton lines={6} />;
  const example = stillOf(schema, gallery.data ?? []);
  return (
    <>
      <Sketch ready={{ en: "", definition: schema, example }} large />
      <p className="label t2">{t(`preview.still.${schema.modality as "sound"}`)}</p>
    </>
  );
}
