import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Shown } from "~/annotate/shown";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { PageTitle, Progress } from "~/ui/page";
import { type Examined, judge, mediaQuery, nextQuery } from "./queries";
import { Verdict } from "./verdict";
import "./examine.css";

/** A blind sample, looked at item by item: right or not, and why not. */
export function ExaminePage() {
  const { t } = useTranslation("reports");
  const { number } = useFormat();
  const params = useParams({ from: "/inside/worker/examine/$projectId/$sampleId" });
  const of = { projectId: Number(params.projectId), sampleId: Number(params.sampleId) };
  const client = useQueryClient();
  const found = useQuery(nextQuery(of));
  const next = found.data;
  const item = next?.item ?? null;
  const say = useMutation({
    mutationFn: (body: Schema<"VerdictIn">) => judge(of, item?.item_id ?? 0, body),
    onSuccess: () => client.refetchQueries({ queryKey: nextQuery(of).queryKey, exact: true }),
  });
  if (next === undefined)
    return found.error === null ? (
      <Skeleton lines={8} />
    ) : (
      <Fault error={found.error} retry={() => found.refetch()} />
    );
  if (item === null)
    return (
      <Empty icon={CircleCheck} title={t("examine.done")} heads>
        <p>{t(next.left > 0 ? "examine.done_left" : "examine.done_hint")}</p>
        <LinkButton look="primary" to="/examine">
          {t("examine.back")}
        </LinkButton>
      </Empty>
    );
  return (
    <>
      <PageTitle name={t("examine.name")}>{t("examine.ask")}</PageTitle>
      <div className="col g8 mb-4">
        <Progress done={next.drawn - next.left} total={next.drawn} label={t("examine.name")} />
        <p className="label t2">
          {t("examine.so_far", {
            n: number(next.drawn - next.left),
            m: number(next.drawn),
            mine: number(next.mine),
          })}
        </p>
      </div>
      <div className="examine">
        <Item key={item.item_id} of={of} item={item} />
        <Verdict
          key={`verdict ${item.item_id}`}
          codes={next.codes}
          busy={say.isPending || found.isFetching}
          error={say.error}
          onSay={(body) => say.mutate(body)}
        />
      </div>
    </>
  );
}

function Item({ of, item }: { of: { projectId: number; sampleId: number }; item: Examined }) {
  const text = item.document !== null;
  const media = useQuery({ ...mediaQuery(of, item.item_id), enabled: !text });
  if (media.data === undefined && media.error !== null)
    return <Fault error={media.error} retry={() => media.refetch()} />;
  return (
    <figure className="col g8">
      <Shown item={item} media={media.data} schema={item.label_schema} answer={item.answer} />
      <figcaption className="label t3 break">{item.name}</figcaption>
      <Legend schema={item.label_schema} />
    </figure>
  );
}

type Named = { id: string; ko?: string | null; en?: string | null };

/** What the figures on the marks stand for, where one label has them all. */
function Legend({ schema }: { schema: Examined["label_schema"] }) {
  const { i18n } = useTranslation("reports");
  const labels = (schema.labels ?? []) as { classes?: Named[] }[];
  const [classes, ...more] = labels.flatMap((one) => (one.classes ? [one.classes] : []));
  if (classes === undefined || more.length > 0) return null;
  return (
    <p className="label t2">
      {classes
        .map((one, at) => `${at + 1} ${(i18n.language === "ko" ? one.ko : one.en) || one.id}`)
        .join(" · ")}
    </p>
  );
}
