import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, Eye, FileDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { useLooks } from "~/ui/looks";
import { rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";

type Copy = Schema<"CopyOut">;
const COPIES = ["me", "copies"];

/** One's own data: a copy of it, and who looked at it. */
export function Privacy() {
  return (
    <>
      <Copies />
      <Looked />
    </>
  );
}

function Copies() {
  const { t } = useTranslation("privacy");
  const client = useQueryClient();
  const known = client.getQueryData<{ pages: { items: Copy[] }[] }>(COPIES);
  const waits = known?.pages.some((page) => page.items.some((copy) => copy.state === "asked"));
  const list = usePaged(
    COPIES,
    (after) => must(api.GET("/api/v1/me/copies", { params: { query: { after, limit: 5 } } })),
    waits === true && 3000,
  );
  const ask = useMutation({
    mutationFn: () => must(api.POST("/api/v1/me/copies")),
    onSuccess: () => client.invalidateQueries({ queryKey: COPIES }),
  });
  return (
    <section className="sec">
      <h2 className="title">{t("copy.title")}</h2>
      <p className="t2">{t("copy.hint")}</p>
      <ListFrame list={list} lines={1} none={null}>
        <ul className="list">
          {rowsOf(list).map((copy) => (
            <CopyLine key={copy.id} copy={copy} />
          ))}
        </ul>
      </ListFrame>
      <Fault error={ask.error} />
      <div className="col">
        <Button look="line" busy={ask.isPending} onPress={() => ask.mutate()}>
          <Icon of={FileDown} size={16} />
          {t("copy.ask")}
        </Button>
      </div>
    </section>
  );
}

function CopyLine({ copy }: { copy: Copy }) {
  const { t } = useTranslation("privacy");
  const { day } = useFormat();
  const fetching = useMutation({
    mutationFn: () =>
      must(
        api.GET("/api/v1/me/copies/{copy_id}/download", { params: { path: { copy_id: copy.id } } }),
      ),
    onSuccess: (link) => window.location.assign(link.url),
  });
  const asked = day(copy.asked_at);
  return (
    <li>
      <span className="grow">
        <b className="block">{t("copy.of", { day: asked })}</b>
        <span className="label t3">
          {t(`copy.state.${copy.state}`)}
          {copy.state === "asked" && copy.total !== null && (
            <> · {t("copy.progress", { done: copy.done, total: copy.total })}</>
          )}
          {copy.state === "ready" && copy.ends_at !== null && (
            <> · {t("copy.until", { day: day(copy.ends_at) })}</>
          )}
        </span>
        <Fault error={fetching.error} />
      </span>
      {copy.state === "ready" && (
        <Button
          busy={fetching.isPending}
          aria-label={t("copy.fetch_n", { day: asked })}
          onPress={() => fetching.mutate()}
        >
          <Icon of={Download} size={16} />
          {t("copy.fetch")}
        </Button>
      )}
    </li>
  );
}

function Looked() {
  const { t } = useTranslation("privacy");
  const { full } = useFormat();
  const { role, fields } = useLooks();
  const list = usePaged(["me", "accesses"], (after) =>
    must(api.GET("/api/v1/me/accesses", { params: { query: { after, limit: 10 } } })),
  );
  return (
    <section className="sec">
      <h2 className="title">{t("looked.title")}</h2>
      <p className="t2">{t("looked.hint")}</p>
      <ListFrame list={list} lines={2} none={<p className="t3 py-2">{t("looked.none")}</p>}>
        <ul className="list">
          {rowsOf(list).map((one) => (
            <li key={one.id}>
              <span className="thumb">
                <Icon of={Eye} />
              </span>
              <span className="grow">
                <b className="block">
                  {[role(one.acting), one.organisation, one.project].filter(Boolean).join(" · ")}
                </b>
                <span className="label t3">
                  {fields(one.fields)} · {full(one.at)}
                </span>
                {one.why !== null && (
                  <span className="label t3 block">{t("looked.why", { why: one.why })}</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      </ListFrame>
    </section>
  );
}
