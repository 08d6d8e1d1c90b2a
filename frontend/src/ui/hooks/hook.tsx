import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Moon } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault, Note } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { HookForm } from "./form";
import { useKindName } from "./kinds";
import { Log } from "./log";
import { HookMark } from "./marks";
import { type Home, type Hook, hookQuery, hooksKey, removeHook, testHook } from "./queries";
import { Rotate } from "./rotate";
import { SwitchOn } from "./switch";
import "./hooks.css";

/** One webhook: how it does, what it is told, its log; changed, tried, switched off, removed. */
export function HookView({
  home,
  hookId,
  onGone,
}: {
  home: Home;
  hookId: number;
  onGone: () => void;
}) {
  const { t } = useTranslation(["hooks", "common"]);
  const { data: hook } = useSuspenseQuery(hookQuery(home, hookId));
  const client = useQueryClient();
  const [asked, setAsked] = useState<"change" | "rotate" | "remove" | null>(null);
  const close = () => setAsked(null);
  const known = () => client.invalidateQueries({ queryKey: hooksKey(home) });
  const test = useMutation({
    mutationFn: () => testHook(home, hookId),
    onSuccess: async () => {
      await known();
      toast(t("hooks:tested"));
    },
  });
  const remove = async () => {
    await removeHook(home, hookId);
    client.removeQueries({ queryKey: [...hooksKey(home), hookId] });
    await client.invalidateQueries({ queryKey: [...hooksKey(home), "list"] });
    onGone();
  };
  return (
    <>
      <PageTitle name={hook.name} aside={<HookMark state={hook.state} pill />}>
        {t(`hooks:says.${says(hook)}`, { name: hook.name })}
      </PageTitle>
      <div className="col g24 mt-3">
        <Facts hook={hook} />
        {hook.state === "resting" && (
          <Note icon={Moon} tone="warn">
            {t("hooks:rests_hint")}
          </Note>
        )}
        <div className="row wrap g8">
          <SwitchOn home={home} hook={hook} />
          <Button
            look="line"
            isDisabled={hook.state !== "on"}
            busy={test.isPending}
            onPress={() => test.mutate()}
          >
            {t("hooks:test")}
          </Button>
          <Button look="line" onPress={() => setAsked("change")}>
            {t("hooks:change")}
          </Button>
          <Button look="line" onPress={() => setAsked("rotate")}>
            {t("hooks:rotate")}
          </Button>
          <Button look="ghost" onPress={() => setAsked("remove")}>
            {t("hooks:remove")}
          </Button>
        </div>
        <Fault error={test.error} />
        <Log home={home} hook={hook} />
      </div>
      {asked === "change" && <HookForm home={home} hook={hook} onClose={close} />}
      {asked === "rotate" && <Rotate home={home} hook={hook} onClose={close} />}
      <Confirm
        title={t("hooks:remove_ask")}
        open={asked === "remove"}
        onClose={close}
        act={remove}
        word={t("hooks:remove")}
        danger
      >
        <p className="t2">{t("hooks:remove_hint")}</p>
      </Confirm>
    </>
  );
}

const says = (hook: Hook): "on" | "off" | "resting" | "failing" =>
  hook.state === "on" && hook.failures > 0 ? "failing" : hook.state;

function Facts({ hook }: { hook: Hook }) {
  const { t } = useTranslation("hooks");
  const { full, number } = useFormat();
  const name = useKindName();
  return (
    <dl className="hook-facts">
      <dt className="label t3">{t("address")}</dt>
      <dd className="hook-address">{hook.address}</dd>
      <dt className="label t3">{t("kinds")}</dt>
      <dd>{hook.kinds.map(name).join(", ")}</dd>
      <dt className="label t3">{t("waiting")}</dt>
      <dd>{number(hook.waiting)}</dd>
      {hook.failing_since !== null && (
        <>
          <dt className="label t3">{t("failing_since")}</dt>
          <dd>{t("failing", { at: full(hook.failing_since), n: number(hook.failures) })}</dd>
        </>
      )}
      {hook.before_until !== null && new Date(hook.before_until) > new Date() && (
        <>
          <dt className="label t3">{t("before")}</dt>
          <dd>{t("before_until", { at: full(hook.before_until) })}</dd>
        </>
      )}
    </dl>
  );
}
