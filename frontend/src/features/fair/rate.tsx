import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { CRITERIA } from "~/ui/fair/criteria";
import { Fault } from "~/ui/fault";
import { Segments } from "~/ui/segments";
import { toast } from "~/ui/toast";

type Criterion = (typeof CRITERIA)[number];
const MARKS = [1, 2, 3, 4, 5] as const;

/** What one thinks oneself of a project in which one has worked; nothing for who never was in it. */
export function Rate({ projectId }: { projectId: number }) {
  const { t } = useTranslation("fair");
  const read = useQuery({
    queryKey: ["fair", projectId, "mine"],
    retry: false,
    queryFn: () =>
      must(
        api.GET("/api/v1/me/ratings/{project_id}", { params: { path: { project_id: projectId } } }),
      ),
  });
  if (read.data === undefined) return null;
  return (
    <section className="col g12">
      <h2 className="title">{t("rate.title")}</h2>
      {read.data.may ? (
        <Form projectId={projectId} before={read.data.rating} />
      ) : (
        <p className="t2">{t("rate.not_yet")}</p>
      )}
    </section>
  );
}

function Form({ projectId, before }: { projectId: number; before: Schema<"RatingOut"> | null }) {
  const { t } = useTranslation("fair");
  const { number } = useFormat();
  const client = useQueryClient();
  const [marks, setMarks] = useState<Partial<Record<Criterion, number>>>(before ?? {});
  const [missing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: (body: Schema<"RatingIn">) =>
      must(
        api.PUT("/api/v1/me/ratings/{project_id}", {
          params: { path: { project_id: projectId } },
          body,
        }),
      ),
    onSuccess: async () => {
      toast(t("rate.saved"));
      await client.invalidateQueries({ queryKey: ["fair", projectId] });
    },
  });
  return (
    <form
      className="col g16"
      onSubmit={(event) => {
        event.preventDefault();
        const { pay, clarity, inspection, answers } = marks;
        if (!pay || !clarity || !inspection || !answers) return setMissing(true);
        setMissing(false);
        save.mutate({ pay, clarity, inspection, answers });
      }}
    >
      <p className="t2">{t("rate.hint")}</p>
      {CRITERIA.map((id) => (
        <div key={id} className="row between wrap g8">
          <span aria-hidden="true">{t(`criterion.${id}`)}</span>
          <Segments
            label={t(`criterion.${id}`)}
            parts={MARKS.map((mark) => ({
              id: String(mark),
              word: t("rate.point", { n: number(mark) }),
            }))}
            chosen={String(marks[id] ?? "")}
            onChoose={(mark) => setMarks((now) => ({ ...now, [id]: Number(mark) }))}
          />
        </div>
      ))}
      {missing && (
        <p className="err" role="alert">
          {t("rate.need")}
        </p>
      )}
      <Fault error={save.error} />
      <Button type="submit" look="primary" main className="self-start" busy={save.isPending}>
        {t("rate.save")}
      </Button>
    </form>
  );
}
