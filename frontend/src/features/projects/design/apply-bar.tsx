import { RotateCcw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";

/** The foot of a part of the design: what holds when it is applied, and the way back. */
export function ApplyBar({
  changed,
  word,
  done,
  save,
  reset,
  children,
}: {
  changed: boolean;
  word: string;
  /** Said when it is saved. */
  done: string;
  /** False where something at the fields has to be mended first. */
  save: () => Promise<boolean>;
  reset: () => void;
  /** What applying means. */
  children?: ReactNode;
}) {
  const { t } = useTranslation("projects");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const go = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      if (await save()) toast(done);
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="col g12">
      <Fault error={fault} />
      <div className="apply-bar">
        <div className="grow label t2">{changed ? children : t("design.unchanged")}</div>
        {changed && (
          <Button
            look="ghost"
            onPress={() => {
              setFault(undefined);
              reset();
            }}
          >
            <Icon of={RotateCcw} />
            {t("design.discard")}
          </Button>
        )}
        <Button look="primary" main busy={busy} isDisabled={!changed} onPress={go}>
          {word}
        </Button>
      </div>
    </div>
  );
}
