import { ListChecks } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Need } from "~/api/routing";
import { LinkButton } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { NeedWay } from "~/ui/learning/need-way";
import { useNeedWords } from "~/ui/learning/need-words";

/** What has to be done before more is handed out, and the way to it. */
export function InTheWay({ needs }: { needs: unknown }) {
  const { t } = useTranslation(["review", "work"]);
  const words = useNeedWords();
  return (
    <Empty icon={ListChecks} title={t("work:needs.title")}>
      <ul className="col g8">
        {(needs as Need[]).map((need) => (
          <li key={need.code} className="col g8">
            <p>{words(need)}</p>
            <NeedWay need={need} />
          </li>
        ))}
      </ul>
      <LinkButton to="/review">{t("review:to_queues")}</LinkButton>
    </Empty>
  );
}
