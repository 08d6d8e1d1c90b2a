import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Bookmark, Search, SlidersHorizontal, X } from "lucide-react";
import { type FormEvent, lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Chips } from "~/ui/segments";
import type { Stage } from "../frame/queries";
import { StagePick } from "../frame/stage-pick";
import { countOf, pickFound, Tokens } from "./finding/tokens";
import { batchQuery, statesOf } from "./queries";
import type { Counts } from "./title";
import { type DataSearch, ITEM_STATES, type ItemState, shownName } from "./words";

const MoreFilters = lazy(async () => ({
  default: (await import("./finding/more")).MoreFilters,
}));
const SavedFilters = lazy(async () => ({
  default: (await import("./finding/saved")).SavedFilters,
}));

type Props = {
  projectId: number;
  search: DataSearch;
  stages: readonly Stage[];
  counts: Counts | undefined;
};

/** What is shown of the data: by state, stage, import and name. */
export function Filters({ projectId, search, stages, counts }: Props) {
  const { t } = useTranslation("data");
  const { t: desk } = useTranslation("desk");
  const [open, setOpen] = useState<"more" | "saved" | null>(null);
  const more = countOf(search);
  const go = useNavigate({ from: "/projects/$projectId/data" });
  const change = (some: Partial<DataSearch>) =>
    go({ search: (now: DataSearch) => ({ ...now, ...some, item: undefined }) });
  const states = ITEM_STATES.filter(
    (state) =>
      state === search.state ||
      counts === undefined ||
      statesOf(state).some((one) => (counts[one] ?? 0) > 0),
  );
  const parts = (["all", ...states] as const).map((id) => ({
    id,
    word: id === "all" ? t("items.all") : t(`items.state.${id}`),
  }));
  const stage = stages.find((one) => one.id === search.stage_id);
  return (
    <div className="row wrap">
      <Chips
        label={t("items.by_state")}
        parts={parts}
        chosen={search.state ?? "all"}
        onChoose={(id) => change({ state: id === "all" ? undefined : (id as ItemState) })}
      />
      {stages.length > 1 && (
        <StagePick stages={stages} chosen={stage?.id} onChoose={(id) => change({ stage_id: id })} />
      )}
      {search.batch_id !== undefined && (
        <BatchToken
          projectId={projectId}
          batchId={search.batch_id}
          onDrop={() => change({ batch_id: undefined })}
        />
      )}
      <Tokens found={search} onDrop={change} />
      <span className="grow" />
      <Button look="line" onPress={() => setOpen("more")}>
        <Icon of={SlidersHorizontal} size={16} />
        {more === 0 ? desk("filter") : desk("filter_n", { n: more })}
      </Button>
      <Button look="line" square aria-label={desk("saved")} onPress={() => setOpen("saved")}>
        <Icon of={Bookmark} size={16} />
      </Button>
      <NameField q={search.q} onSearch={(q) => change({ q })} />
      <Suspense>
        {open === "more" && (
          <MoreFilters
            projectId={projectId}
            found={search}
            onFind={(found) => {
              void change(pickFound(found));
              setOpen(null);
            }}
            onClose={() => setOpen(null)}
          />
        )}
        {open === "saved" && (
          <SavedFilters projectId={projectId} search={search} onClose={() => setOpen(null)} />
        )}
      </Suspense>
    </div>
  );
}

function BatchToken({
  projectId,
  batchId,
  onDrop,
}: {
  projectId: number;
  batchId: number;
  onDrop: () => void;
}) {
  const { t } = useTranslation("data");
  const { data } = useQuery(batchQuery(projectId, batchId));
  return (
    <span className="tok">
      <span className="t3">{t("items.batch")}</span>
      <span className="clip">{data === undefined ? batchId : shownName(data.name)}</span>
      <Button look="ghost" square aria-label={t("items.drop_filter")} onPress={onDrop}>
        <Icon of={X} size={14} />
      </Button>
    </span>
  );
}

function NameField({ q, onSearch }: { q: string | undefined; onSearch: (q?: string) => void }) {
  const { t } = useTranslation("data");
  const [word, setWord] = useState(q ?? "");
  useEffect(() => setWord(q ?? ""), [q]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(word === "" ? undefined : word);
  };
  return (
    <search>
      <form onSubmit={submit} className="in soft name-field">
        <Icon of={Search} size={16} className="t3" />
        <input
          type="search"
          className="bare"
          aria-label={t("items.by_name")}
          placeholder={t("items.by_name")}
          value={word}
          maxLength={500}
          onChange={(event) => setWord(event.target.value)}
        />
      </form>
    </search>
  );
}
