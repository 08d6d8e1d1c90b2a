import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { BadgeCheck, Download, Quote, SearchX } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { Button } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { Mark } from "~/ui/state";
import { Cite } from "./cite";
import { Contents } from "./contents";
import { ForEngines } from "./for-engines";
import { OpenFrame } from "./frame";
import { Report } from "./report";
import { Samples } from "./samples";
import { Take } from "./take";
import { Versions } from "./versions";
import { type Dataset, modalityOf, useSaid } from "./words";

/** A data set that everybody may take, for everybody to read. */
export function DatasetPage() {
  const { datasetId } = useParams({ from: "/catalogue/$datasetId" });
  const { t } = useTranslation("catalogue");
  const id = Number(datasetId);
  const path = { dataset_id: id };
  const read = useQuery({
    queryKey: ["catalogue", id],
    retry: false,
    queryFn: () => must(api.GET("/api/v1/catalogue/{dataset_id}", { params: { path } })),
  });
  const found = read.data !== undefined;
  useEffect(() => {
    // A count that cannot be made is nobody's trouble.
    if (found) {
      api
        .POST("/api/v1/catalogue/{dataset_id}/visits", { params: { path: { dataset_id: id } } })
        .catch(() => undefined);
    }
  }, [id, found]);
  const unknown = isProblem(read.error) && [404, 422].includes(read.error.status);
  return (
    <OpenFrame>
      <BackLink to="/catalogue">{t("name")}</BackLink>
      {read.isPending && <Skeleton lines={8} />}
      {unknown && (
        <Empty icon={SearchX} title={t("unknown")} heads>
          <p>{t("unknown_hint")}</p>
        </Empty>
      )}
      {!unknown && <Fault error={read.error} retry={() => read.refetch()} />}
      {read.data !== undefined && <Shown dataset={read.data} />}
    </OpenFrame>
  );
}

function Shown({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("catalogue");
  const { bytes, day } = useFormat();
  const said = useSaid();
  const [open, setOpen] = useState<"take" | "cite" | null>(null);
  const [newest] = dataset.versions;
  if (newest === undefined) return null;
  const modality = modalityOf(dataset.modality);
  const close = () => setOpen(null);
  return (
    <>
      <p className="label t3 row g8 wrap">
        {[t(`domain.${dataset.domain}`), modality && t(`modality.${modality}`)]
          .filter(Boolean)
          .join(" · ")}
        {dataset.inspections > 0 && (
          <Mark icon={BadgeCheck} tone="ok" pill>
            {t(dataset.inspections === 1 ? "inspected_once" : "inspected_twice")}
          </Mark>
        )}
      </p>
      <PageTitle name={said(dataset, "title")}>{said(dataset, "title")}</PageTitle>
      <p className="t2 open-words">{said(dataset, "about")}</p>
      <div className="row wrap open-acts">
        <Button look="primary" main onPress={() => setOpen("take")}>
          <Icon of={Download} />
          {t("take", { size: bytes(newest.bytes) })}
        </Button>
        <Button main onPress={() => setOpen("cite")}>
          <Icon of={Quote} />
          {t("cite")}
        </Button>
      </div>
      <Facts dataset={dataset} />
      <Samples dataset={dataset} />
      <div className="open-two">
        <div className="col g32">
          <Contents version={newest} modality={modality} />
          <section className="col g8">
            <h2 className="title">{t("terms")}</h2>
            <p className="t2 open-words">{said(dataset, "terms")}</p>
          </section>
        </div>
        <aside className="col g32" aria-label={t("beside")}>
          <Versions versions={dataset.versions} />
          <Report dataset={dataset} />
          <section>
            <h2 className="label t3">{t("sha256")}</h2>
            <p className="mono label break">{newest.sha256}</p>
          </section>
          <p className="label t3">
            {t("by", { names: dataset.creators.join(", "), house: dataset.organisation })}{" "}
            {t("published", { day: day(dataset.published_at) })}
          </p>
        </aside>
      </div>
      <Take dataset={dataset} open={open === "take"} onClose={close} />
      <Cite citation={dataset.citation} open={open === "cite"} onClose={close} />
      <ForEngines datasetId={dataset.id} />
    </>
  );
}

function Facts({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("catalogue");
  const { number } = useFormat();
  const [newest] = dataset.versions;
  if (newest === undefined) return null;
  const counted = newest.statistics;
  const facts: [string, string][] = [
    [t("version"), `v${newest.version}`],
    [t("items_word"), number(newest.items)],
  ];
  if (counted !== null) facts.push([t("marks"), number(counted.marks)]);
  if (counted?.hours != null) facts.push([t("hours"), number(counted.hours)]);
  facts.push([t("licence"), dataset.licence]);
  return (
    <dl className="open-facts pnum">
      {facts.map(([word, value]) => (
        <div key={word}>
          <dt className="label t3">{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
