import { useMutation, useQueryClient } from "@tanstack/react-query";
import { BellRing, Info, Monitor, Smartphone, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault, Note } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { canPush, isRefused, letIn, NotLetIn, shutOut } from "./push";
import { type Telling, tellingQuery } from "./queries";

/** The browsers that show what is new without being looked at. */
export function Browsers({ telling }: { telling: Telling }) {
  const { t } = useTranslation("telling");
  const { day } = useFormat();
  const client = useQueryClient();
  const keep = (now: Telling) => client.setQueryData(tellingQuery.queryKey, now);
  const add = useMutation({
    mutationFn: () => letIn(telling.push_key),
    onSuccess: (now) => {
      keep(now);
      toast(t("let_in"));
    },
  });
  const drop = useMutation({
    mutationFn: ({ id, here }: { id: number; here: boolean }) => shutOut(id, here),
    onSuccess: keep,
  });
  const here = telling.browsers.some((one) => one.here);
  const refused = isRefused() || (add.error instanceof NotLetIn && add.error.why === "refused");
  return (
    <section className="sec">
      <h2 className="title">{t("browsers")}</h2>
      <p className="label t3 mb-3">{t("browsers_hint")}</p>
      <Fault error={drop.error} />
      {add.error instanceof NotLetIn ? (
        add.error.why === "failed" && (
          <Note icon={Info} tone="warn">
            {t("push_failed")}
          </Note>
        )
      ) : (
        <Fault error={add.error} />
      )}
      {telling.browsers.length > 0 && (
        <ul className="list">
          {telling.browsers.map((one) => (
            <li key={one.id}>
              <span className="thumb">
                <Icon
                  of={/mobile|android|iphone/i.test(one.user_agent ?? "") ? Smartphone : Monitor}
                />
              </span>
              <span className="grow">
                <b className="block">{one.here ? t("this_browser") : t("other_browser")}</b>
                <span className="label t3">{t("since", { day: day(one.created_at) })}</span>
              </span>
              <Button
                look="ghost"
                square
                aria-label={t("shut_out")}
                busy={drop.isPending && drop.variables.id === one.id}
                onPress={() => drop.mutate(one)}
              >
                <Icon of={X} size={16} />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {!canPush() && <Note icon={Info}>{t("cannot")}</Note>}
      {canPush() && refused && <Note icon={Info}>{t("refused")}</Note>}
      {canPush() && !refused && !here && (
        <Button look="line" busy={add.isPending} onPress={() => add.mutate()}>
          <Icon of={BellRing} size={16} />
          {t("let_this_in")}
        </Button>
      )}
    </section>
  );
}
