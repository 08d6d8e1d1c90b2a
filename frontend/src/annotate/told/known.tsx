import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { useKeys } from "../use";
import { Frame } from "./frame";
import { type Answered, Layers, Seen, type Told, useSeeing } from "./seen";

type Props = {
  answered: Answered;
  told: Told;
  /** What it was about. */
  name: string;
  guideline: string | null;
  onClose: () => void;
};

/** What was right of an answer that was handed in, where that is known: laid over the right one. */
export function Known({ answered, told, name, guideline, onClose }: Props) {
  const { t } = useTranslation("trusted");
  useKeys({ cancel: onClose });
  const seeing = useSeeing(answered, told);
  return (
    <Frame
      back={
        <Button look="ghost" square aria-label={t("known.back")} onPress={onClose}>
          <Icon of={ArrowLeft} />
        </Button>
      }
      name={name}
      kit={answered.kit}
      editor={seeing.editor}
      diff={seeing.layer === "both" ? seeing.laid.found : null}
      guideline={guideline}
      over={<Layers seeing={seeing} />}
      panel={<Seen seeing={seeing} />}
      foot={
        <Button look="primary" main full autoFocus onPress={onClose}>
          {t("known.go_on")}
        </Button>
      }
    />
  );
}
