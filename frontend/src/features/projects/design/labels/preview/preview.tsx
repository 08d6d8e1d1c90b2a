import { Shapes } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/annotate/core/doc";
import { Empty, Skeleton } from "~/ui/fault";
import type { Stage } from "../../../frame/queries";
import { PicturePreview } from "./picture-preview";
import { usePressed } from "./pressed";

const TextPreview = lazy(async () => {
  const [part, types] = await Promise.all([
    import("./text-preview"),
    import("~/annotate/text/types"),
  ]);
  // Any kind may be tried next.
  await types.loadTypes();
  return part;
});
const MediaPreview = lazy(() => import("./media-preview"));
const PromptPreview = lazy(() => import("./prompt-preview"));
const PAUSE = 300; // ms of quiet before what is typed is tried

/** What an editor can show: a skeleton without points cannot be drawn. */
const drawable = (schema: Schema): Schema =>
  ({
    ...schema,
    labels: schema.labels.filter(
      (label) => label.kind !== "keypoints" || label.skeleton.points.length > 0,
    ),
  }) as Schema;

/** The schema in the editor that workers will have, a moment after it was written. */
export function Preview({ stage, schema }: { stage: Stage; schema: Schema }) {
  const { t } = useTranslation("projects");
  const [shown, setShown] = useState(schema);
  const [pressed, press] = usePressed();
  const text = JSON.stringify(schema);
  useEffect(() => {
    const timer = setTimeout(() => setShown(JSON.parse(text) as Schema), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const tried = drawable(shown);
  return (
    <section className="preview" aria-label={t("preview.title")} onPointerDownCapture={press}>
      <h2 className="title">{t("preview.title")}</h2>
      {tried.labels.length === 0 ? (
        <Empty icon={Shapes} title={t("preview.empty")}>
          <p>{t("preview.empty_hint")}</p>
        </Empty>
      ) : tried.modality === "text" ? (
        <Suspense fallback={<Skeleton lines={6} />}>
          <TextPreview stage={stage} schema={tried} pressed={pressed} />
        </Suspense>
      ) : tried.modality === "prompt" ? (
        <Suspense fallback={<Skeleton lines={6} />}>
          <PromptPreview stage={stage} schema={tried} pressed={pressed} />
        </Suspense>
      ) : tried.modality === "picture" ? (
        <PicturePreview stage={stage} schema={tried} pressed={pressed} />
      ) : (
        <Suspense fallback={<Skeleton lines={6} />}>
          <MediaPreview key={tried.modality} stage={stage} schema={tried} pressed={pressed} />
        </Suspense>
      )}
    </section>
  );
}
