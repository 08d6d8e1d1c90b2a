import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Fault, Skeleton } from "~/ui/fault";
import { diffOf } from "./diff";
import { wordsQuery } from "./queries";

/** What a version says otherwise than the one before it. */
export function Changes({ before, after }: { before: number; after: string }) {
  const { t, i18n } = useTranslation("account");
  const old = useQuery(wordsQuery(before));
  const text = old.data && (i18n.language === "en" ? old.data.body_en : old.data.body_ko);
  const lines = useMemo(() => (text === undefined ? [] : diffOf(text, after)), [text, after]);
  if (old.isError) return <Fault error={old.error} retry={() => old.refetch()} />;
  if (text === undefined) return <Skeleton lines={6} />;
  if (lines.every((line) => line.kind === "same"))
    return <p className="pact-words t3">{t("agreements.no_changes")}</p>;
  return (
    <div className="pact-diff">
      {lines.map((line, index) => {
        const key = `${index}${line.kind}`;
        if (line.kind === "same") return line.text === "" ? null : <p key={key}>{line.text}</p>;
        const Tag = line.kind === "new" ? "ins" : "del";
        return (
          <Tag key={key}>
            <span className="sr-only">
              {t(line.kind === "new" ? "agreements.added" : "agreements.removed")}:{" "}
            </span>
            {line.text}
          </Tag>
        );
      })}
    </div>
  );
}
