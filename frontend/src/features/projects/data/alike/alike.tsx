import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowLeft, CircleDashed, CopyCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Empty, Note } from "~/ui/fault";
import { Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { ListFrame } from "~/ui/table";
import { toast } from "~/ui/toast";
import { useProjectId, useStages } from "../../frame/queries";
import { shortName } from "../grid";
import { ItemMark } from "../marks";
import { Shot } from "../shot";
import { leaveOut } from "../taking";
import { type Alike, type Group, useAlike } from "./queries";
import "../data.css";

/** Items that are nearly the same, side by side: one is kept, the others are taken out. */
export function AlikePage() {
  const { t } = useTranslation("pipeline");
  const { number } = useFormat();
  const projectId = useProjectId();
  const stages = useStages();
  const search = useSearch({ from: "/inside/projects/$projectId/data/alike" });
  const go = useNavigate({ from: "/projects/$projectId/data/alike" });
  const stage = stages.find((one) => one.id === search.stage_id) ?? stages[0];
  const list = useAlike(projectId, stage?.id ?? 0);
  const groups = rowsOf(list);
  const [kept, setKept] = useState<{ item: Alike; others: Alike[] } | null>(null);
  const client = useQueryClient();
  const keep = async () => {
    if (kept === null) return;
    for (const one of kept.others) await leaveOut(projectId, one.id, "duplicate");
    await client.invalidateQueries({ queryKey: ["project", projectId] });
    toast(t("alike.kept", { n: number(kept.others.length) }));
  };
  const n = groups.length;
  const looking = list.data?.pages.some((page) => page.looking) === true;
  return (
    <>
      <Link
        to="/projects/$projectId/data"
        params={{ projectId: String(projectId) }}
        search={{ stage_id: search.stage_id }}
        className="label t3 back"
      >
        <Icon of={ArrowLeft} size={14} />
        {t("original.item")}
      </Link>
      <PageTitle name={t("alike.name")}>
        {n === 0
          ? t(looking ? "alike.title_looking" : "alike.title_none")
          : t(list.hasNextPage ? "alike.title_more" : "alike.title", { n: number(n) })}
      </PageTitle>
      <div className="col g24">
        <p className="t2">{t("alike.hint")}</p>
        {stages.length > 1 && stage !== undefined && (
          <div className="short-field">
            <Select
              label={t("alike.stage")}
              options={stages.map((one) => ({ id: String(one.id), name: one.name }))}
              value={String(stage.id)}
              onChange={(id) => go({ search: { stage_id: Number(id) }, replace: true })}
            />
          </div>
        )}
        {looking && (
          <Note icon={CircleDashed} tone="now">
            <p role="status">{t("alike.looking")}</p>
          </Note>
        )}
        <ListFrame
          list={list}
          none={
            looking ? null : (
              <Empty icon={CopyCheck}>
                <p>{t("alike.none_hint")}</p>
              </Empty>
            )
          }
        >
          {groups.map((group, at) => (
            <Likeness
              key={group.items[0]?.id ?? at}
              n={at + 1}
              group={group}
              projectId={projectId}
              onKeep={(item) =>
                setKept({ item, others: group.items.filter((one) => one.id !== item.id) })
              }
            />
          ))}
        </ListFrame>
      </div>
      <Confirm
        title={t("alike.keep_title", { name: shortName(kept?.item.name ?? "") })}
        open={kept !== null}
        onClose={() => setKept(null)}
        act={keep}
        word={t("alike.keep")}
      >
        <p>{t("alike.keep_means", { n: number(kept?.others.length ?? 0) })}</p>
      </Confirm>
    </>
  );
}

function Likeness({
  n,
  group,
  projectId,
  onKeep,
}: {
  n: number;
  group: Group;
  projectId: number;
  onKeep: (item: Alike) => void;
}) {
  const { t } = useTranslation("pipeline");
  const { percent } = useFormat();
  const name = t("alike.group", { n });
  // Between pictures it is counted in bits of 64.
  const same = ({ difference, width }: Alike) =>
    percent(1 - (width === null ? difference : difference / 64));
  return (
    <section className="col g8" aria-label={name}>
      <h2 className="title">{name}</h2>
      <ul className="alike-group">
        {group.items.map((item, at) => (
          <li key={item.id}>
            <Shot
              url={item.thumbnail_url}
              type={item.width === null ? "audio/wav" : "image/jpeg"}
              className="alike-shot"
            />
            <Link
              to="/projects/$projectId/data/$itemId"
              params={{ projectId: String(projectId), itemId: String(item.id) }}
              className="link clip"
              title={item.name}
            >
              {shortName(item.name)}
            </Link>
            <p className="row between wrap label">
              <ItemMark state={item.state} />
              <span className="t3">
                {at === 0 ? t("alike.first") : t("alike.same", { share: same(item) })}
              </span>
            </p>
            <Button
              look="line"
              full
              aria-label={t("alike.keep_of", { name: shortName(item.name) })}
              onPress={() => onKeep(item)}
            >
              {t("alike.keep")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
