import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ImageOff, Layers, Upload } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Selection } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { Segments } from "~/ui/segments";
import { useManages } from "../frame/manages";
import { useProject, useProjectId, useStages } from "../frame/queries";
import { Aside } from "./aside";
import { Opening } from "./batches/opening";
import { Filters } from "./filters";
import { Further } from "./further";
import { Grid } from "./grid";
import { Picked } from "./picked";
import { asked, filterOf, itemsQuery } from "./queries";
import { Rows } from "./rows";
import { useCounts, useTitle } from "./title";
import type { DataSearch } from "./words";
import "./data.css";

/** The project's items: pictures or a table, by filters that the address holds. */
export function Browser() {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const projectId = useProjectId();
  const manages = useManages(useProject());
  const stages = useStages();
  const search = useSearch({ from: "/inside/projects/$projectId/data" });
  const go = useNavigate({ from: "/projects/$projectId/data" });
  const list = useInfiniteQuery(itemsQuery(projectId, search));
  const items = rowsOf(list);
  const counts = useCounts(projectId, search.stage_id, stages);
  const title = useTitle(projectId, search, counts);
  const [picked, setPicked] = useState<Selection>(new Set());
  const [reach, setReach] = useState<Element | null>(null);

  const filter = JSON.stringify(filterOf(search));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, another choice
  useEffect(() => setPicked(new Set()), [filter]);

  // The following page comes when the end of the list is near.
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  useEffect(() => {
    // After a failure it is asked for by hand.
    if (reach === null || !hasNextPage || isFetchingNextPage || isFetchNextPageError) return;
    const eye = new IntersectionObserver(([end]) => end?.isIntersecting && void fetchNextPage(), {
      rootMargin: "400px",
    });
    eye.observe(reach);
    return () => eye.disconnect();
  }, [reach, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

  const chosen = useMemo(
    () => items.filter((item) => picked === "all" || picked.has(item.id)),
    [items, picked],
  );
  const show = useCallback(
    (item: number | undefined) =>
      go({ search: (now: DataSearch) => ({ ...now, item }), replace: true, resetScroll: false }),
    [go],
  );
  const open = (item: number) => {
    // Beside the list where there is room for it, else on its own page.
    if (matchMedia("(min-width: 1101px)").matches) void show(item);
    else
      void go({
        to: "/projects/$projectId/data/$itemId",
        params: { projectId: String(projectId), itemId: String(item) },
      });
  };
  const follow = (item: number) => search.item !== undefined && void show(item);
  const shared = {
    items,
    picked,
    onPick: setPicked,
    onOpen: open,
    onFocus: follow,
    shown: search.item,
  };
  const filtered = Object.values(filterOf(search)).some((one) => one !== undefined);
  const params = { projectId: String(projectId) };
  // What waits to be put on offer waits in one stage: the one that is looked at, or the only one.
  const stage = search.stage_id ?? (stages.length === 1 ? stages[0]?.id : undefined);

  return (
    <div className={search.item === undefined ? "browse" : "browse beside"}>
      <section className="col g12" aria-label={t("items.name")}>
        <PageTitle
          name={t("items.name")}
          aside={
            <div className="row wrap">
              <Segments
                label={t("items.view")}
                parts={[
                  { id: "grid", word: t("items.grid") },
                  { id: "table", word: t("items.table") },
                ]}
                chosen={search.view ?? "grid"}
                onChoose={(view) =>
                  go({
                    search: (now: DataSearch) => ({
                      ...now,
                      view: view === "table" ? view : undefined,
                    }),
                  })
                }
              />
              <LinkButton to="/projects/$projectId/data/batches" params={params} look="line">
                <Icon of={Layers} size={16} />
                {t("batches.name")}
              </LinkButton>
              <Further projectId={projectId} stageId={search.stage_id} />
              {manages && (
                <LinkButton
                  to="/projects/$projectId/data/upload"
                  params={params}
                  search={{ stage_id: search.stage_id }}
                  look={search.state === "ready" ? "line" : "primary"}
                >
                  <Icon of={Upload} size={16} />
                  {t("upload.name")}
                </LinkButton>
              )}
            </div>
          }
        >
          {title}
        </PageTitle>
        <Filters search={search} stages={stages} counts={counts} projectId={projectId} />
        {manages && filtered && chosen.length === 0 && items.length > 0 && (
          <Picked projectId={projectId} scope={{ items: asked(search) }} />
        )}
        {manages && search.state === "ready" && items.length > 0 && stage !== undefined && (
          <Opening projectId={projectId} stageId={stage} batchId={search.batch_id} />
        )}
        {list.isPending && <Skeleton lines={6} />}
        {list.error && <Fault error={list.error} retry={() => list.refetch()} />}
        {list.data && items.length === 0 && (
          <Empty icon={ImageOff} title={t(filtered ? "items.none_such" : "items.none")}>
            <p>{t(filtered ? "items.none_such_hint" : "items.none_hint")}</p>
            {filtered ? (
              <LinkButton to="/projects/$projectId/data" params={params} look="line">
                {t("items.clear")}
              </LinkButton>
            ) : null}
          </Empty>
        )}
        {items.length > 0 &&
          (search.view === "table" ? <Rows {...shared} /> : <Grid {...shared} />)}
        <div ref={setReach}>
          <More list={list} />
        </div>
        {items.length > 0 && (
          <p className="label t3" role="status">
            {t(hasNextPage ? "items.read_so_far" : "items.read_all", { n: number(items.length) })}
          </p>
        )}
        {manages && chosen.length > 0 && (
          <Picked
            projectId={projectId}
            scope={{ ids: chosen.map((item) => item.id) }}
            count={chosen.length}
            onDone={() => setPicked(new Set())}
          />
        )}
      </section>
      {search.item !== undefined && (
        <Aside
          projectId={projectId}
          itemId={search.item}
          onClose={() => show(undefined)}
          order={items}
          onShow={show}
        />
      )}
    </div>
  );
}
