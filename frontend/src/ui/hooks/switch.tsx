import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { RadioGroup } from "~/ui/field";
import { changeHook, type Home, type Hook, hooksKey } from "./queries";

/** Switches a webhook off at once; on, with what it missed or without. */
export function SwitchOn({ home, hook }: { home: Home; hook: Hook }) {
  const { t } = useTranslation("hooks");
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [missed, setMissed] = useState<"yes" | "no">("yes");
  const turn = useMutation({
    mutationFn: (on: boolean) =>
      changeHook(home, hook.id, on ? { on, missed: missed === "yes" } : { on }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: hooksKey(home) });
      setAsked(false);
    },
  });
  if (hook.state === "on")
    return (
      <>
        <Button look="line" busy={turn.isPending} onPress={() => turn.mutate(false)}>
          {t("off")}
        </Button>
        <Fault error={turn.error} />
      </>
    );
  return (
    <>
      <Button look="primary" onPress={() => setAsked(true)}>
        {t("on")}
      </Button>
      <Dialog title={t("on")} open={asked} onClose={() => setAsked(false)}>
        <div className="col g16">
          <RadioGroup
            label={t("missed")}
            value={missed}
            onChange={(key) => setMissed(key as "yes" | "no")}
            options={(["yes", "no"] as const).map((id) => ({ id, name: t(`missed_${id}`) }))}
          />
          <Fault error={turn.error} />
          <Button look="primary" main full busy={turn.isPending} onPress={() => turn.mutate(true)}>
            {t("on")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
