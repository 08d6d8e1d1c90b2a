import { ListChecks, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Scope } from "./acting/queries";

const AskAct = lazy(async () => ({ default: (await import("./acting/ask")).AskAct }));
const KINDS = ["priority", "reopen", "reset", "exclude", "include"] as const;

type Props = {
  projectId: number;
  scope: Scope;
  /** How many are picked; without, it is about all that the filter finds. */
  count?: number;
  onDone?: () => void;
};

/** What can be done with all that are picked, or that a filter finds. */
export function Picked({ projectId, scope, count, onDone }: Props) {
  const { t } = useTranslation("data");
  const { t: desk } = useTranslation("desk");
  const { number } = useFormat();
  const [asked, setAsked] = useState(false);
  return (
    <section
      className={count === undefined ? "row" : "pick-bar"}
      aria-label={t("items.picked_name")}
    >
      {count !== undefined && (
        <p className="strong grow nowrap" role="status">
          {t("items.picked", { n: number(count) })}
        </p>
      )}
      <Button look="line" onPress={() => setAsked(true)}>
        <Icon of={ListChecks} size={16} />
        {count === undefined ? desk("act_on_found") : desk("act_on_picked", { n: number(count) })}
      </Button>
      {onDone !== undefined && (
        <Button look="ghost" square aria-label={t("items.unpick")} onPress={onDone}>
          <Icon of={X} />
        </Button>
      )}
      {asked && (
        <Suspense>
          <AskAct
            projectId={projectId}
            scope={scope}
            kinds={KINDS}
            onClose={() => setAsked(false)}
          />
        </Suspense>
      )}
    </section>
  );
}
