import { PanelLeftClose, Sparkles } from "lucide-react";
import { Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Mark } from "~/ui/state";
import type { News } from "../model/guide";
import type { Piece } from "../model/piece";
import { Changed } from "./changed";
import { part } from "./later";

const AskedHere = part(() => import("~/ui/asking/asked-here"), "AskedHere");
const Markdown = part(() => import("~/ui/markdown"), "Markdown");

/** The guideline, whole; above it what is new. `onFold` where it can be folded away. */
export function Guide({
  piece,
  news,
  onRead,
  onFold,
}: {
  piece: Piece;
  news: News | null;
  onRead: () => void;
  onFold?: () => void;
}) {
  const { t } = useTranslation("work");
  const [asks, setAsks] = useState(false); // what is asked comes when somebody asks
  const version = piece.lease.guideline_version;
  const first = news !== null && news.from === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once it stands there, it is read
  useEffect(() => {
    if (first) onRead();
  }, [first]);
  return (
    <>
      {onFold !== undefined && (
        <div className="row between wk-guide-head">
          <b>
            {t("guide.title")} {version !== null && <span className="t3">v{version}</span>}
          </b>
          <Button look="ghost" square aria-label={t("guide.fold")} onPress={onFold}>
            <Icon of={PanelLeftClose} />
          </Button>
        </div>
      )}
      {news !== null && !first && <WhatIsNew news={news} onRead={onRead} />}
      {piece.guideline === null ? (
        <p className="t3 label">{t("guide.none")}</p>
      ) : (
        <Suspense fallback={<Skeleton lines={6} />}>
          <div className="wk-md">
            <Markdown text={piece.guideline} />
          </div>
        </Suspense>
      )}
      {asks ? (
        <Suspense>
          <AskedHere projectId={piece.lease.project_id} assignmentId={piece.lease.id} />
        </Suspense>
      ) : (
        <Button look="line" full onPress={() => setAsks(true)}>
          {t("guide.ask")}
        </Button>
      )}
    </>
  );
}

function WhatIsNew({ news, onRead }: { news: News; onRead: () => void }) {
  const { t } = useTranslation("work");
  const told = news.lines.filter((line) => line.kind !== "same");
  return (
    <section className="wk-news" aria-label={t("guide.new", { version: news.to })}>
      <Mark icon={Sparkles} tone="now" pill>
        {t("guide.new", { version: news.to })}
      </Mark>
      <p className="strong">{t("guide.new_title")}</p>
      <div className="col g8 label">
        {told.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of two texts that do not change
          <Changed key={at} line={line} />
        ))}
      </div>
      <p className="label t3">{t("guide.new_hint", { version: news.from ?? 0 })}</p>
      <Button look="soft" full onPress={onRead}>
        {t("guide.read")}
      </Button>
    </section>
  );
}
