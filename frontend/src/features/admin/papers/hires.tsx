import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { dayOf } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm, Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { rowsOf } from "~/ui/page";
import { figure, PagedTable, usePaged } from "~/ui/table";
import type { House } from "../house";

type Hire = Schema<"HireOut">;

/** Hires for the programme: when and as what. An administrator writes them down. */
export function Hires({ house }: { house: House }) {
  const { t } = useTranslation("papers");
  const { day } = useFormat();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Hire>();
  const writes = house.roles.includes("administrator");
  const path = { organisation_id: house.id };
  const list = usePaged(["admin", "papers", house.id, "hires"], (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/hires", {
        params: { path, query: { after, limit: 50 } },
      }),
    ),
  );
  const changed = () => client.invalidateQueries({ queryKey: ["admin", "papers", house.id] });
  const remove = async (hire: Hire) => {
    await must(
      api.DELETE("/api/v1/organisations/{organisation_id}/hires/{hire_id}", {
        params: { path: { ...path, hire_id: hire.id } },
      }),
    );
    await changed();
  };
  return (
    <section className="sec" aria-labelledby="hires">
      <div className="row between">
        <h2 className="title" id="hires">
          {t("hires.title")}
        </h2>
        {writes && (
          <Button onPress={() => setAdding(true)}>
            <Icon of={Plus} size={16} />
            {t("hires.add")}
          </Button>
        )}
      </div>
      <PagedTable
        list={list}
        rows={rowsOf(list)}
        lines={2}
        label={t("hires.title")}
        keyOf={(row) => row.id}
        none={<p className="t3">{t("hires.none")}</p>}
        columns={[
          { id: "day", word: t("hires.day"), look: "nowrap", cell: (row) => day(row.hired_on) },
          { id: "post", word: t("hires.post"), cell: (row) => row.post },
          ...(writes
            ? [
                {
                  ...figure("remove", t("hires.remove")),
                  hidden: true,
                  cell: (row: Hire) => (
                    <Button
                      look="ghost"
                      square
                      aria-label={t("hires.remove_of", { day: day(row.hired_on), post: row.post })}
                      onPress={() => setRemoving(row)}
                    >
                      <Icon of={X} />
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {adding && <Add house={house} onClose={() => setAdding(false)} onDone={changed} />}
      {removing !== undefined && (
        <Confirm
          title={t("hires.remove_title")}
          open
          onClose={() => setRemoving(undefined)}
          act={() => remove(removing)}
          word={t("hires.remove")}
          danger
        >
          <p>{t("hires.remove_says")}</p>
        </Confirm>
      )}
    </section>
  );
}

function Add({
  house,
  onClose,
  onDone,
}: {
  house: House;
  onClose: () => void;
  onDone: () => Promise<unknown>;
}) {
  const { t } = useTranslation("papers");
  const [hired, setHired] = useState(dayOf());
  const [post, setPost] = useState("");
  const add = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/organisations/{organisation_id}/hires", {
          params: { path: { organisation_id: house.id } },
          body: { hired_on: hired, post: post.trim() },
        }),
      ),
    onSuccess: async () => {
      await onDone();
      onClose();
    },
  });
  return (
    <Dialog title={t("hires.add")} open onClose={onClose}>
      <form
        className="col g16"
        onSubmit={(event) => {
          event.preventDefault();
          if (post.trim() !== "" && hired !== "") add.mutate();
        }}
      >
        <label className="field">
          <span>{t("hires.day")}</span>
          <span className="in">
            <input
              type="date"
              className="bare grow"
              value={hired}
              required
              onChange={(event) => setHired(event.target.value)}
            />
          </span>
        </label>
        <TextField
          label={t("hires.post")}
          hint={t("hires.post_hint")}
          value={post}
          onChange={setPost}
          maxLength={100}
          isRequired
        />
        <Fault error={add.error} />
        <Button type="submit" look="primary" busy={add.isPending}>
          {t("hires.save")}
        </Button>
      </form>
    </Dialog>
  );
}
