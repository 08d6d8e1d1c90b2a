import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ImageOff } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { GridList, GridListItem, type Selection } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Empty, Fault } from "~/ui/fault";
import { Checkbox, TextField } from "~/ui/field";
import { rowsOf } from "~/ui/page";
import { ListFrame } from "~/ui/table";
import { toast } from "~/ui/toast";
import { shortName } from "../data/grid";
import { type Item, itemsQuery } from "../data/queries";
import { Shot } from "../data/shot";
import { type Course, coursesQuery, type Use } from "./queries";
import "../data/data.css";

type Props = {
  course: Course;
  use: Use;
  /** One item is chosen, and its answer written; else accepted answers are taken as they are. */
  writes: boolean;
  /** Items that are questions of this kind already. */
  there: readonly number[];
  onClose: () => void;
};

/** Items of the stage to be made questions of. */
export function Pick({ course, use, writes, there, onClose }: Props) {
  const { t } = useTranslation("courses");
  const client = useQueryClient();
  const go = useNavigate();
  const [q, setQ] = useState("");
  const sought = useDeferredValue(q.trim());
  const [picked, setPicked] = useState<Selection>(new Set());
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const { project_id: projectId, id: courseId } = course;
  const list = useInfiniteQuery(
    itemsQuery(projectId, {
      stage_id: course.stage_id,
      ...(writes ? {} : { state: "accepted" as const }),
      ...(sought === "" ? {} : { q: sought }),
    }),
  );
  const rows = rowsOf(list);
  const ids = picked === "all" ? rows.map((row) => row.id) : [...picked].map(Number);
  const fresh = ids.filter((id) => !there.includes(id));
  const write = (item: number) =>
    go({
      to: "/projects/$projectId/courses/$courseId/write",
      params: { projectId: String(projectId), courseId: String(courseId) },
      search: { use, item },
    });
  const add = async () => {
    setBusy(true);
    setFault(undefined);
    let done = 0;
    let last: unknown;
    for (const item_id of fresh) {
      try {
        await must(
          api.POST("/api/v1/projects/{project_id}/courses/{course_id}/questions", {
            params: { path: { project_id: projectId, course_id: courseId } },
            body: { use, item_id, from_accepted: true, note: "" },
          }),
        );
        done += 1;
      } catch (error) {
        last = error;
      }
    }
    await Promise.all([
      client.invalidateQueries({ queryKey: ["project", projectId, "course", courseId] }),
      client.invalidateQueries({ queryKey: coursesQuery(projectId).queryKey }),
    ]);
    setBusy(false);
    if (done > 0) toast(t("pick.added", { n: done }));
    if (last === undefined) onClose();
    else setFault(last);
  };
  return (
    <Dialog
      title={t(writes ? "pick.title_write" : `pick.title.${use}`)}
      open
      onClose={onClose}
      wide
    >
      <TextField label={t("pick.search")} value={q} onChange={setQ} type="search" />
      <div className="pick-scroll">
        <ListFrame
          list={list}
          none={
            <Empty icon={ImageOff} title={t("pick.none")}>
              {!writes && sought === "" && <p>{t("pick.none_accepted")}</p>}
            </Empty>
          }
        >
          {rows.length > 0 && (
            <Items rows={rows} there={there} {...{ writes, picked, setPicked, write }} />
          )}
        </ListFrame>
      </div>
      <Fault error={fault} />
      {!writes && (
        <footer className="row">
          <span className="grow" />
          <Button look="primary" busy={busy} isDisabled={fresh.length === 0} onPress={add}>
            {t("pick.add", { n: fresh.length })}
          </Button>
        </footer>
      )}
    </Dialog>
  );
}

function Items({
  rows,
  there,
  writes,
  picked,
  setPicked,
  write,
}: {
  rows: Item[];
  there: readonly number[];
  writes: boolean;
  picked: Selection;
  setPicked: (next: Selection) => void;
  write: (item: number) => Promise<void>;
}) {
  const { t } = useTranslation("courses");
  return (
    <GridList
      aria-label={t("pick.list")}
      layout="grid"
      className="tiles pick-tiles"
      items={rows}
      dependencies={[there]}
      selectionMode={writes ? "none" : "multiple"}
      selectedKeys={picked}
      onSelectionChange={setPicked}
      disabledKeys={there}
      {...(writes ? { onAction: (key) => void write(Number(key)) } : {})}
    >
      {(item) => (
        <GridListItem id={item.id} textValue={item.name} className="tile">
          <Shot url={item.thumbnail_url ?? null} excerpt={item.excerpt} type={item.media_type} />
          {!writes && <Checkbox slot="selection">{""}</Checkbox>}
          <div className="tile-words">
            <b className="clip" title={item.name}>
              {shortName(item.name)}
            </b>
            {there.includes(item.id) && <span className="label t3">{t("pick.there")}</span>}
          </div>
        </GridListItem>
      )}
    </GridList>
  );
}
