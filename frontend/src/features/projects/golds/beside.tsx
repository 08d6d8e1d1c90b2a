import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Shown } from "~/annotate/shown";
import { Fault, Skeleton } from "~/ui/fault";
import { itemQuery, mediaQuery } from "../data/queries";
import { schemaQuery } from "../design/versions";
import type { Stage } from "../frame/queries";

type Props = {
  stage: Stage;
  itemId: number;
  right: unknown;
  /** What an inspector is shown of it; nothing where it is the work itself that is known. */
  shown?: unknown;
};

/** What is right on its item, beside what is shown with an error in it. */
export function Beside({ stage, itemId, right, shown }: Props) {
  const { t } = useTranslation("golds");
  const item = useQuery(itemQuery(stage.project_id, itemId));
  const text = item.data?.document !== null;
  const media = useQuery({
    ...mediaQuery(stage.project_id, itemId),
    enabled: item.data !== undefined && !text,
  });
  const schema = useQuery(schemaQuery(stage)).data;
  const fault = item.error ?? media.error;
  if (fault !== null)
    return <Fault error={fault} retry={() => void (item.error ? item : media).refetch()} />;
  if (item.data === undefined || schema === undefined || (!text && media.data === undefined))
    return <Skeleton lines={6} />;
  const of = { item: item.data, media: media.data, schema };
  const judged = shown != null;
  return (
    <div className={judged ? "gold-beside" : ""}>
      {judged && (
        <figure>
          <figcaption className="label strong">{t("shown")}</figcaption>
          <Shown {...of} answer={shown} before={right} />
        </figure>
      )}
      <figure>
        <figcaption className="label strong">{t("right")}</figcaption>
        <Shown {...of} answer={right} />
      </figure>
    </div>
  );
}
