import { useQuery } from "@tanstack/react-query";
import { ImageOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Shown } from "~/annotate/shown";
import { isProblem } from "~/api/problem";
import { Fault, Note } from "~/ui/fault";
import { mediaQuery, type Work } from "./queries";

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
  const text = work.item.document !== null;
  const media = useQuery({
    ...mediaQuery(work.project_id, work.item.id, work.task_id),
    enabled: SEEN.has(work.state) && !text,
    retry: (failures, error) => failures < 2 && isProblem(error) && error.offline,
  });
  const closed = !SEEN.has(work.state) || (isProblem(media.error) && media.error.status === 404);
  if (closed)
    return (
      <div className="mt-4">
        <Note icon={ImageOff}>{t(text ? "text_closed" : "picture_closed")}</Note>
      </div>
    );
  if (media.isError) return <Fault error={media.error} retry={() => media.refetch()} />;
  return (
    <Shown
      item={work.item}
      media={media.data}
      captures={{
        project_id: work.project_id,
        assignment_id: work.subject?.root_id ?? work.id,
      }}
      schema={work.label_schema}
      answer={answer}
      pins={pins}
      onPin={(index) =>
        document.getElementById(`pin-${index + 1}`)?.scrollIntoView({ block: "center" })
      }
    />
  );
}
