import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { CircleCheck, History } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { Segments } from "~/ui/segments";
import { Changes } from "./changes";
import { versionsQuery, type Words, wordsQuery } from "./queries";
import { Sign } from "./sign";
import "./agreements.css";

const useVersions = (id: number) => useInfiniteQuery(versionsQuery(id));

/** One version of an agreement: its words, what changed in it, the signature, its other versions. */
export function Agreement() {
  const { t } = useTranslation("account");
  const { id } = useParams({ strict: false }) as { id: string };
  const words = useQuery(wordsQuery(Number(id)));
  return (
    <div className="pact">
      <BackLink to="/agreements">{t("agreements.back")}</BackLink>
      <Fault error={words.error} retry={() => words.refetch()} />
      {words.isPending && <Skeleton lines={8} />}
      {words.data !== undefined && <Whole key={words.data.id} words={words.data} />}
    </div>
  );
}

function Whole({ words }: { words: Words }) {
  const { t, i18n } = useTranslation("account");
  const { day, full } = useFormat();
  const [view, setView] = useState<"text" | "changes">("text");
  const versions = useVersions(words.id);
  const before = rowsOf(versions).find((one) => one.version === words.version - 1);
  const en = i18n.language === "en";
  const title = en ? words.title_en : words.title_ko;
  const body = en ? words.body_en : words.body_ko;
  return (
    <>
      <PageTitle name={title}>{title}</PageTitle>
      <p className="t3 label">
        {t("agreements.version", { n: words.version })} ·{" "}
        {t("agreements.published_at", { day: day(words.published_at) })}
        {words.signed_at !== null &&
          ` · ${t("agreements.signed_at", { day: full(words.signed_at) })}`}
      </p>
      {!words.current && (
        <div className="mt-4">
          <Note icon={History}>
            <p>{t("agreements.newer")}</p>
          </Note>
        </div>
      )}
      {before !== undefined && (
        <div className="mt-4">
          <Segments
            label={t("agreements.view")}
            chosen={view}
            onChoose={setView}
            parts={[
              { id: "text", word: t("agreements.show_text") },
              { id: "changes", word: t("agreements.show_changes") },
            ]}
          />
        </div>
      )}
      {view === "changes" && before !== undefined ? (
        <Changes before={before.id} after={body} />
      ) : (
        <p className="pact-words">{body}</p>
      )}
      {words.current && words.signed_at === null && <Sign id={words.id} />}
      <Versions words={words} list={versions} />
    </>
  );
}

function Versions({ words, list }: { words: Words; list: ReturnType<typeof useVersions> }) {
  const { t } = useTranslation("account");
  const { day } = useFormat();
  const rows = rowsOf(list);
  if (rows.length < 2) return null;
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("agreements.versions")}</h2>
      </div>
      <ul className="list tight">
        {rows.map((one) => (
          <li key={one.id}>
            <Link
              to="/agreements/$id"
              params={{ id: String(one.id) }}
              className="row grow"
              aria-current={one.id === words.id ? "page" : undefined}
            >
              <span className={one.id === words.id ? "grow strong" : "grow"}>
                {t("agreements.version", { n: one.version })}
              </span>
              {one.id === words.id && <Icon of={CircleCheck} size={16} className="t3" />}
              <span className="label t3">
                {t("agreements.published_at", { day: day(one.published_at) })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <More list={list} />
    </section>
  );
}
