import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Bookmark, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm, Dialog } from "~/ui/dialog";
import { Fault, useSentence } from "~/ui/fault";
import { Checkbox, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { asked, type Filter, filterOf } from "../queries";
import { type DataSearch, ITEM_STATES } from "../words";

type Saved = Schema<"FilterOut">;

/** The filters that one keeps for the list of items, and those that others share. */
const savedQuery = (projectId: number) =>
  queryOptions({
    queryKey: ["project", projectId, "filters"],
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/filters", {
          params: { path: { project_id: projectId }, query: { limit: 200 } },
        }),
      );
      return page.items.filter((one) => one.kind === "items");
    },
  });

/** A kept filter as the address says it. */
function searchOf(saved: Saved): DataSearch {
  const { state, ...rest } = saved.asked as Omit<Filter, "state"> & { state?: string[] };
  return { ...rest, state: ITEM_STATES.find((one) => one === state?.[0]) };
}

/** Filters that are kept: to be chosen, kept, and deleted. */
export function SavedFilters({
  projectId,
  search,
  onClose,
}: {
  projectId: number;
  search: DataSearch;
  onClose: () => void;
}) {
  const { t } = useTranslation("desk");
  const client = useQueryClient();
  const go = useNavigate({ from: "/projects/$projectId/data" });
  const list = useQuery(savedQuery(projectId));
  const [gone, setGone] = useState<Saved>();
  const fresh = () => client.invalidateQueries({ queryKey: savedQuery(projectId).queryKey });
  const some = Object.values(filterOf(search)).some((one) => one !== undefined);
  const forget = async () => {
    if (gone === undefined) return;
    const path = { project_id: projectId, filter_id: gone.id };
    await must(
      api.DELETE("/api/v1/projects/{project_id}/filters/{filter_id}", { params: { path } }),
    );
    toast(t("forgotten"));
    await fresh();
  };
  return (
    <Dialog title={t("saved")} open onClose={onClose} sheet steady>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.data?.length === 0 && <p className="t3">{t("none_saved")}</p>}
      <ul className="col g8">
        {list.data?.map((saved) => (
          <li key={saved.id} className="row">
            <Button
              look="line"
              className="grow"
              onPress={() => {
                void go({ search: { ...searchOf(saved), view: search.view } });
                onClose();
              }}
            >
              <Icon of={Bookmark} size={16} />
              <span className="grow text-left clip">{saved.name}</span>
              {!saved.mine && <small className="t3">{t("by", { name: saved.by ?? "" })}</small>}
            </Button>
            {saved.mine && (
              <Button
                look="ghost"
                square
                aria-label={`${t("forget")}: ${saved.name}`}
                onPress={() => setGone(saved)}
              >
                <Icon of={Trash2} size={16} />
              </Button>
            )}
          </li>
        ))}
      </ul>
      {some && <Keep projectId={projectId} search={search} onKept={fresh} />}
      <Confirm
        title={t("forget_title", { name: gone?.name ?? "" })}
        open={gone !== undefined}
        onClose={() => setGone(undefined)}
        act={forget}
        word={t("forget")}
        danger
      >
        <p>{t("forget_means")}</p>
      </Confirm>
    </Dialog>
  );
}

function Keep({
  projectId,
  search,
  onKept,
}: {
  projectId: number;
  search: DataSearch;
  onKept: () => Promise<unknown>;
}) {
  const { t } = useTranslation("desk");
  const sentence = useSentence();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return setWrong(t("save_name_need"));
    try {
      await must(
        api.POST("/api/v1/projects/{project_id}/filters", {
          params: { path: { project_id: projectId } },
          body: { name: name.trim(), kind: "items", asked: asked(search), shared },
        }),
      );
    } catch (error) {
      return setWrong(sentence(error));
    }
    setName("");
    toast(t("saved_now"));
    await onKept();
  };
  return (
    <form onSubmit={submit} className="col g12" noValidate>
      <h3 className="strong">{t("save")}</h3>
      <TextField
        label={t("save_name")}
        maxLength={80}
        value={name}
        validationBehavior="aria"
        onChange={(value) => {
          setName(value);
          setWrong(undefined);
        }}
        error={wrong}
      />
      <Checkbox isSelected={shared} onChange={setShared}>
        {t("save_shared")}
      </Checkbox>
      <Button type="submit" look="primary" className="self-start">
        {t("save_word")}
      </Button>
    </form>
  );
}
