import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";
import type { Stage } from "../../frame/queries";
import { membersQuery } from "../../people/queries";
import type { Level } from "./model";

/** Whom a level is kept for. Changes at once. */
export function Invited({ stage, level }: { stage: Stage; level: Level }) {
  const { t } = useTranslation("requirements");
  const client = useQueryClient();
  const path = { project_id: stage.project_id, stage_id: stage.id, level };
  const key = ["project", stage.project_id, "stage", stage.id, "invited", level];
  const list = usePaged(key, (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/invited/{level}", {
        params: { path, query: { after, limit: 100 } },
      }),
    ),
  );
  const rows = rowsOf(list);
  const members = useInfiniteQuery(membersQuery(stage.project_id));
  const others = rowsOf(members).filter(
    (one) => one.person_id !== null && !rows.some((row) => row.person_id === one.person_id),
  );
  const [who, setWho] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const act = async (what: () => Promise<unknown>) => {
    setBusy(true);
    setFault(undefined);
    try {
      await what();
      setWho(null);
      await client.invalidateQueries({ queryKey: key });
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  const add = () =>
    act(() =>
      must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/invited/{level}", {
          params: { path },
          body: { person_ids: [Number(who)] },
        }),
      ),
    );
  const drop = (person_id: number) =>
    act(() =>
      must(
        api.DELETE("/api/v1/projects/{project_id}/stages/{stage_id}/invited/{level}/{person_id}", {
          params: { path: { ...path, person_id } },
        }),
      ),
    );
  const nameOf = (id: number, pseudonym: string) =>
    rowsOf(members).find((one) => one.person_id === id)?.name ?? pseudonym;
  return (
    <div className="col g12">
      <p className="hint">{t("invited.hint")}</p>
      <ListFrame list={list} lines={2} none={<p className="hint">{t("invited.none")}</p>}>
        {rows.length > 0 && (
          <ul className="list tight" aria-label={t("invited.list")}>
            {rows.map((row) => {
              const name = nameOf(row.person_id, row.pseudonym);
              return (
                <li key={row.person_id} className="asked-course">
                  <span className="grow">
                    {name}
                    {name !== row.pseudonym && <span className="label t3"> · {row.pseudonym}</span>}
                  </span>
                  <Button
                    look="ghost"
                    square
                    aria-label={t("invited.drop", { name })}
                    onPress={() => drop(row.person_id)}
                  >
                    <Icon of={X} size={16} />
                  </Button>
                </li>
              );
            })}
          </ul>
        )}
      </ListFrame>
      {members.isSuccess && others.length === 0 ? (
        <p className="hint">{t("invited.everybody")}</p>
      ) : (
        <div className="asked-add">
          <Select
            label={t("invited.add")}
            options={others.map((one) => ({
              id: String(one.person_id),
              name: one.name ?? one.pseudonym,
              ...(one.name === null ? {} : { detail: one.pseudonym }),
            }))}
            value={who}
            onChange={(next) => setWho(next === null ? null : String(next))}
          />
          <Button look="line" busy={busy} isDisabled={who === null} onPress={add}>
            <Icon of={UserPlus} />
            {t("invited.put")}
          </Button>
        </div>
      )}
      <Fault error={fault} />
    </div>
  );
}
