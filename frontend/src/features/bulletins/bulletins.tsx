import { useInfiniteQuery } from "@tanstack/react-query";
import { MailOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Markdown } from "~/ui/markdown";
import { PageTitle, rowsOf } from "~/ui/page";
import { Mark } from "~/ui/state";
import { ListFrame } from "~/ui/table";
import { type Mine, mineQuery, useRead } from "./queries";
import "./bulletins.css";

/** What managers say to one in one's projects. */
export function Bulletins() {
  const { t } = useTranslation("reading");
  const list = useInfiniteQuery(mineQuery);
  const rows = rowsOf(list);
  const unread = rows.filter((row) => !row.read).length;
  return (
    <section>
      <PageTitle name={t("bulletin.title")}>
        {rows.length === 0
          ? t("bulletin.title")
          : unread === 0
            ? t("bulletin.title_read")
            : t("bulletin.title_n", { n: unread })}
      </PageTitle>
      <ListFrame
        list={list}
        none={
          <Empty icon={MailOpen}>
            <p>{t("bulletin.mine_none")}</p>
          </Empty>
        }
      >
        <div className="col g16 bulletins">
          {rows.map((row) => (
            <One key={`${row.project_id}.${row.id}`} one={row} />
          ))}
        </div>
      </ListFrame>
    </section>
  );
}

function One({ one }: { one: Mine }) {
  const { t } = useTranslation("reading");
  const { full } = useFormat();
  const read = useRead();
  return (
    <article className="bulletin" data-unread={!one.read || undefined}>
      <header className="col g4">
        <h2 className="title">{one.title}</h2>
        <p className="label t3">
          {one.project} · {full(one.created_at)}
        </p>
      </header>
      <Markdown text={one.body} />
      {one.read ? (
        <Mark icon={MailOpen} tone="off">
          {t("bulletin.read")}
        </Mark>
      ) : (
        <Button look="soft" onPress={() => read(one)}>
          {t("guide.confirm")}
        </Button>
      )}
    </article>
  );
}
