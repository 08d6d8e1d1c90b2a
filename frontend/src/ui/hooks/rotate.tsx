import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { RadioGroup } from "~/ui/field";
import { type Home, type Hook, hooksKey, rotateHook } from "./queries";
import { Secret } from "./secret";

/** Another secret: beside the one before for a day, or in its place at once. */
export function Rotate({ home, hook, onClose }: { home: Home; hook: Hook; onClose: () => void }) {
  const { t } = useTranslation("hooks");
  const client = useQueryClient();
  const [ends, setEnds] = useState<"day" | "now">("day");
  const rotate = useMutation({
    mutationFn: () => rotateHook(home, hook.id, ends === "now"),
    onSuccess: () => client.invalidateQueries({ queryKey: hooksKey(home) }),
  });
  if (rotate.data !== undefined) return <Secret secret={rotate.data.secret} onClose={onClose} />;
  return (
    <Dialog title={t("rotate")} open onClose={onClose}>
      <div className="col g16">
        <p className="t2">{t("rotate_hint")}</p>
        <RadioGroup
          label={t("rotate_ends")}
          value={ends}
          onChange={(key) => setEnds(key as "day" | "now")}
          options={(["day", "now"] as const).map((id) => ({ id, name: t(`rotate_${id}`) }))}
        />
        <Fault error={rotate.error} />
        <Button look="primary" main full busy={rotate.isPending} onPress={() => rotate.mutate()}>
          {t("rotate")}
        </Button>
      </div>
    </Dialog>
  );
}
