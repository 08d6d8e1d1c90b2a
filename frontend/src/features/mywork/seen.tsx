import { useQuery } from "@tanstack/react-query";
import { ImageOff } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/api/problem";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { mediaQuery, type Work } from "./queries";

const TextView = lazy(async () => (await import("~/annotate/text/whole")).loadTextView());
const Picture = lazy(async () => ({ default: (await import("~/annotate/parts/picture")).Picture }));

type Pin = { x?: number; y?: number; annotation?: string; note?: string };
const isPin = (pin: unknown): pin is Pin => typeof pin === "object" && pin !== null;

/** Only who still has to do with it sees a picture or a text: whose data it is asked for no more than that. */
const SEEN = new Set<Work["state"]>(["reserved", "rework", "rejected", "appealed"]);

/** The picture or text with what was handed in on it, and the spots that the inspector pointed at. */
export function Seen({
  work,
  answer,
  pins,
}: {
  work: Work;
  answer: unknown;
  pins: readonly unknown[];
}) {
  const { t } = useTranslation("mywork");
  const media = useQuery({
    ...mediaQuery(work.project_id, work.item.id),
    enabled: SEEN.has(work.state) && work.item.document === null,
    retry: (failures, error) => failures < 2 && isProblem(error) && error.offline,
  });
  const closed = !SEEN.has(work.state) || (isProblem(media.error) && media.error.status === 404);
  if (closed)
    return (
      <div className="mt-4">
        <Note icon={ImageOff}>{t("picture_closed")}</Note>
      </div>
    );
  if (work.item.document !== null)
    return (
      <Suspense fallback={<Skeleton lines={6} />}>
        <TextView
          document={work.item.document}
          name={work.item.name}
          schema={work.label_schema}
          answer={answer}
          pins={pins.filter(isPin)}
        />
      </Suspense>
    );
  if (media.isError) return <Fault error={media.error} retry={() => media.refetch()} />;
  const width = media.data?.width ?? work.item.width ?? 4;
  const height = media.data?.height ?? work.item.height ?? 3;
  const blank = <div className="photo sk" style={{ aspectRatio: `${width} / ${height}` }} />;
  if (media.data === undefined) return blank;
  return (
    <Suspense fallback={blank}>
      <Picture
        picture={{ url: media.data.url, width, height, name: work.item.name }}
        schema={work.label_schema}
        answer={answer}
        pins={pins.filter(isPin)}
        onPin={(index) =>
          document.getElementById(`pin-${index + 1}`)?.scrollIntoView({ block: "center" })
        }
      />
    </Suspense>
  );
}
