import {
  infiniteQueryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { BellOff, CheckCheck, Settings2 } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { type Notice, useTold } from "~/shell/told";
import { Button, LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import type { Search } from "./search";
import "./notifications.css";

const listQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: ["notifications", "list", unread],
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/notifications", {
          params: { query: { unread, limit: 30, after: pageParam } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** Marks these as read, or all; what shows them is read anew. */
function useMark() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: number[] | null) =>
      must(api.POST("/api/v1/notifications/read", { body: ids === null ? {} : { ids } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["notifications"] }),
  });
}

/** Goes on to what a word is about that a mail's or a push's link names, and marks it as read. Where
 * it is not there (any more), one stays with the list. */
function useFollow(at: number | undefined, mark: (ids: number[]) => void): void {
  const go = useNavigate();
  const told = useTold();
  const found = useQuery({
    queryKey: ["notifications", "at", at],
    enabled: at !== undefined,
    queryFn: () =>
      must(
        api.GET("/api/v1/notifications", {
          params: { query: { after: (at ?? 0) + 1, limit: 1 } },
        }),
      ),
  });
  const word = found.data?.items.find((one) => one.id === at);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each word that was found
  useEffect(() => {
    if (word === undefined) return;
    if (word.read_at === null) mark([word.id]);
    void go({ to: told(word).href, replace: true });
  }, [word?.id]);
}

/** Everything that one was told, the newest first. */
export function Notifications() {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const { number } = useFormat();
  const search: Search = useSearch({ strict: false });
  const go = useNavigate();
  const list = useInfiniteQuery(listQuery(search.show === "unread"));
  const unread = useQuery({
    queryKey: ["notifications", "unread"],
    queryFn: () => must(api.GET("/api/v1/notifications/unread")),
  });
  const mark = useMark();
  useFollow(search.at, mark.mutate);
  const rows = rowsOf(list);
  const n = unread.data?.count ?? 0;
  const zero = list.isSuccess && rows.length === 0 && search.show === undefined;
  return (
    <div className="told">
      <PageTitle
        name={common("nav.notifications")}
        aside={
          <span className="row g8">
            {n > 0 && (
              <Button look="line" busy={mark.isPending} onPress={() => mark.mutate(null)}>
                <Icon of={CheckCheck} size={16} />
                {t("notifications.read_all")}
              </Button>
            )}
            <LinkButton
              look="ghost"
              square
              to="/notifications/settings"
              aria-label={t("notifications.settings")}
            >
              <Icon of={Settings2} />
            </LinkButton>
          </span>
        }
      >
        {unread.data === undefined
          ? common("nav.notifications")
          : n > 0
            ? t("notifications.title", { n: number(n) })
            : zero
              ? t("notifications.title_zero")
              : t("notifications.title_none")}
      </PageTitle>
      {!zero && (
        <div className="my-3">
          <Chips
            label={t("notifications.filter")}
            chosen={search.show ?? "all"}
            onChoose={(show) =>
              go({
                to: "/notifications",
                search: { show: show === "unread" ? "unread" : undefined },
                replace: true,
              })
            }
            parts={[
              { id: "all" as const, word: t("notifications.show_all") },
              { id: "unread" as const, word: t("notifications.show_unread") },
            ]}
          />
        </div>
      )}
      <Fault error={list.error ?? mark.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={6} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty icon={BellOff} title={t(zero ? "notifications.zero_hint" : "notifications.none")} />
      )}
      <ul className="list">
        {rows.map((row) => (
          <Line key={row.id} row={row} onRead={() => mark.mutate([row.id])} />
        ))}
      </ul>
      <More list={list} />
    </div>
  );
}

function Line({ row, onRead }: { row: Notice; onRead: () => void }) {
  const { t } = useTranslation("account");
  const { ago } = useFormat();
  const { icon, tone, says, where, href } = useTold()(row);
  const fresh = row.read_at === null;
  return (
    <li>
      <Link to={href} className="row grow" onClick={() => fresh && onRead()}>
        <span className={`thumb told-${tone || "plain"}`}>
          <Icon of={icon} />
        </span>
        <span className="grow">
          <span className={fresh ? "strong block" : "block"}>{says}</span>
          <span className="label t3">
            {where === "" ? ago(row.created_at) : `${where} · ${ago(row.created_at)}`}
          </span>
        </span>
        {fresh && <span className="told-dot" role="img" aria-label={t("notifications.unread")} />}
      </Link>
    </li>
  );
}
