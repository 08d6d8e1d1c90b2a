import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import type { Desk } from "../model/desk";

/** While it is open others come in: seen soon. */
const LIVE_MS = 3_000;

/** The others on this recording: to call them by a code, and who has come. */
export function Group({ desk }: { desk: Desk }) {
  const { t } = useTranslation("taking");
  const client = useQueryClient();
  const { project_id, id } = desk.piece.lease;
  const [open, setOpen] = useState(false);
  const path = { project_id, assignment_id: id };
  const key = ["group", project_id, id];
  const group = useQuery({
    queryKey: key,
    refetchInterval: open ? LIVE_MS : false,
    retry: false,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/assignments/{assignment_id}/group", {
          params: { path },
        }),
      ).catch((error) => {
        if (isProblem(error) && error.status === 404) return null;
        throw error;
      }),
  });
  const start = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/group", {
          params: { path },
        }),
      ),
    onSuccess: async (made) => {
      // What was asked before, and is still on its way, knows of no group.
      await client.cancelQueries({ queryKey: key });
      client.setQueryData(key, made);
    },
  });
  const it = group.data ?? null;
  const host = it?.members.find((one) => one.host);
  const guest = host !== undefined && !host.me;
  return (
    <>
      <Button
        look="line"
        full
        onPress={() => {
          setOpen(true);
          if (it === null) start.mutate();
        }}
      >
        <Icon of={Users} size={18} />
        {it === null
          ? t("together.start")
          : `${t("together.title")} · ${it.members.length}/${it.most}`}
      </Button>
      {guest && <p className="t2">{t("together.guest", { name: host.pseudonym })}</p>}
      {open && (
        <Dialog title={t("together.title")} open onClose={() => setOpen(false)}>
          <Fault error={start.error ?? group.error} />
          {it !== null && (
            <div className="col g16">
              {it.open && (
                <>
                  <p className="t2">{t("together.read", { most: it.most })}</p>
                  <p className="wk-code">
                    <span className="sr-only">{t("together.code")} </span>
                    {it.code}
                  </p>
                </>
              )}
              <ul className="list" aria-live="polite" aria-label={t("together.title")}>
                {it.members.map((one) => (
                  <li key={one.number}>
                    <span className="grow">
                      {t("together.member", { n: one.number, name: one.pseudonym })}
                    </span>
                    <span className="label t3">
                      {[one.host && t("together.host"), one.me && t("together.me")]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                  </li>
                ))}
              </ul>
              <p className="label t3" role="status">
                {t(it.open ? "together.waits" : "together.closed")}
              </p>
            </div>
          )}
        </Dialog>
      )}
    </>
  );
}
