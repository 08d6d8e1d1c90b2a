import { ChevronDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";

type Props = {
  stages: readonly { id: number; name: string }[];
  /** Nothing: all of them. */
  chosen: number | undefined;
  onChoose: (id: number | undefined) => void;
};

/** Which stage of the project is looked at: all, or one. */
export function StagePick({ stages, chosen, onChoose }: Props) {
  const { t } = useTranslation("data");
  const name = stages.find((stage) => stage.id === chosen)?.name ?? t("stages.all");
  const acts = [
    { id: "all", word: t("stages.all"), act: () => onChoose(undefined) },
    ...stages.map((stage) => ({
      id: String(stage.id),
      word: stage.name,
      act: () => onChoose(stage.id),
    })),
  ];
  return (
    <Menu acts={acts} label={t("stages.name")}>
      <Button look="line" aria-label={`${t("stages.name")}: ${name}`}>
        {name}
        <Icon of={ChevronDown} size={16} />
      </Button>
    </Menu>
  );
}
