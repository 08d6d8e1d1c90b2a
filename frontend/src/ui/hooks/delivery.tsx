import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { useKindName } from "./kinds";
import { OutcomeMark } from "./marks";
import { deliveryQuery, type Home, type Hook, hooksKey, redeliver } from "./queries";

type Try = Schema<"HookTry">;

/** One message as it was sent, what the other side said each time, and the way to send it again. */
export function Message({
  home,
  hook,
  deliveryId,
  onClose,
}: {
  home: Home;
  hook: Hook;
  deliveryId: number;
  onClose: () => void;
}) {
  const { t } = useTranslation("hooks");
  const { full } = useFormat();
  const name = useKindName();
  const client = useQueryClient();
  const found = useQuery(deliveryQuery(home, hook.id, deliveryId));
  const again = useMutation({
    mutationFn: () => redeliver(home, hook.id, deliveryId),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: hooksKey(home) });
      toast(t("redelivered"));
      onClose();
    },
  });
  const title = found.data === undefined ? t("message") : name(found.data.kind);
  return (
    <Dialog title={title} open sheet onClose={onClose}>
      <Fault error={found.error} retry={() => found.refetch()} />
      {found.isPending && <Skeleton lines={6} />}
      {found.data !== undefined && (
        <div className="col g16">
          <p className="row g8 wrap">
            <OutcomeMark outcome={found.data.outcome} />
            <span className="label t3 mono">{found.data.webhook_id}</span>
          </p>
          {found.data.next_at !== null && found.data.attempts > 0 && (
            <p className="t2">{t("next_at", { at: full(found.data.next_at) })}</p>
          )}
          <Tries tries={found.data.tries} />
          <h3 className="label strong">{t("body")}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre className="hook-body" tabIndex={0}>
            {pretty(found.data.body)}
          </pre>
          <Fault error={again.error} />
          <Button look="line" full busy={again.isPending} onPress={() => again.mutate()}>
            <Icon of={RotateCcw} size={16} />
            {t("redeliver")}
          </Button>
        </div>
      )}
    </Dialog>
  );
}

function Tries({ tries }: { tries: readonly Try[] }) {
  const { t } = useTranslation("hooks");
  const { full, number } = useFormat();
  if (tries.length === 0) return <p className="t3">{t("no_tries")}</p>;
  return (
    <ol className="hook-tries">
      {tries.map((one) => (
        <li key={one.nth}>
          <p>
            <b>{one.status === null ? t(`fault.${faultOf(one)}`) : `HTTP ${one.status}`}</b>
            <span className="label t3">
              {" "}
              · {t("took", { ms: number(one.ms) })} · {full(one.at)}
            </span>
          </p>
          {one.reply !== "" && <p className="label t3 break">{one.reply}</p>}
        </li>
      ))}
    </ol>
  );
}

const FAULTS = ["unreachable", "slow", "broke_off", "certificate", "not_public"] as const;
const faultOf = (one: Try) => FAULTS.find((fault) => fault === one.fault) ?? "unreachable";

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
