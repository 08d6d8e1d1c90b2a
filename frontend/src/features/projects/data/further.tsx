import { useNavigate } from "@tanstack/react-router";
import { CopyCheck, Ellipsis, EyeOff, ListChecks, UserCog } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";

/** What else there is of a project's data: what is alike, and who saw originals. */
export function Further({
  projectId,
  stageId,
}: {
  projectId: number;
  stageId: number | undefined;
}) {
  const { t } = useTranslation("pipeline");
  const { t: desk } = useTranslation("desk");
  const go = useNavigate();
  const params = { projectId: String(projectId) };
  return (
    <Menu
      label={t("further")}
      acts={[
        {
          id: "acts",
          word: desk("open_acts"),
          icon: ListChecks,
          act: () => go({ to: "/projects/$projectId/data/acts", params }),
        },
        {
          id: "work",
          word: desk("open_work"),
          icon: UserCog,
          act: () => go({ to: "/projects/$projectId/data/work", params }),
        },
        {
          id: "alike",
          word: t("alike.open"),
          icon: CopyCheck,
          act: () =>
            go({ to: "/projects/$projectId/data/alike", params, search: { stage_id: stageId } }),
        },
        {
          id: "originals",
          word: t("original.log"),
          icon: EyeOff,
          act: () => go({ to: "/projects/$projectId/data/originals", params }),
        },
      ]}
    >
      <Button look="line" square aria-label={t("further")}>
        <Icon of={Ellipsis} />
      </Button>
    </Menu>
  );
}
