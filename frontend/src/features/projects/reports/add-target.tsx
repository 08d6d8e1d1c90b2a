import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { type Aim, aimsOf } from "./aims";
import type { Targets } from "./queries";

/** More to aim at: all classes of a label, or a value of the items' properties. */
export function AddTarget({ found, onAdd }: { found: Targets; onAdd: (more: Aim[]) => void }) {
  const { t } = useTranslation("reports");
  const [key, setKey] = useState("");
  return (
    <div className="row g12 wrap items-end">
      {found.axes.map((axis) => (
        <Button
          key={axis.what}
          look="line"
          onPress={() =>
            onAdd(
              aimsOf(
                axis.values.map(({ value }) => ({
                  what: axis.what,
                  value,
                  share: Math.floor(10_000 / axis.values.length) / 100,
                })),
              ),
            )
          }
        >
          <Icon of={Plus} size={16} />
          {t("targets.add_classes", { name: axis.what.slice(6) })}
        </Button>
      ))}
      <TextField label={t("targets.key")} value={key} onChange={setKey} maxLength={100} />
      <Button
        look="line"
        isDisabled={key.trim() === ""}
        onPress={() => onAdd(aimsOf([{ what: `meta:${key.trim()}`, value: "", share: 50 }]))}
      >
        <Icon of={Plus} size={16} />
        {t("targets.add")}
      </Button>
    </div>
  );
}
