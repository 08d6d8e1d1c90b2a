import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { useProjectId } from "../frame/queries";
import type { Level } from "./queries";

/** The way back to the known answers of a level. */
export function Back({ stage, level }: { stage: number | undefined; level: Level }) {
  const { t } = useTranslation("golds");
  return (
    <Link
      to="/projects/$projectId/quality"
      params={{ projectId: String(useProjectId()) }}
      search={{ tab: "golds", stage, level: level || undefined }}
      className="label t3 back"
    >
      <Icon of={ArrowLeft} size={14} />
      {t("name")}
    </Link>
  );
}
