import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { PackageCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Note } from "~/ui/fault";
import type { Stage } from "../frame/queries";
import { lotsKey, readLots } from "./queries";

/** Where a stage has a limit at delivery, a release holds what is in accepted lots alone. */
export function OnlyLots({ stage }: { stage: Stage }) {
  const { t } = useTranslation("confidence");
  const { number } = useFormat();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const found = useQuery({
    queryKey: [...lotsKey(path), "accepted"],
    queryFn: () => readLots(path)(0),
  }).data;
  const passed = found?.items.filter((lot) => lot.state === "accepted").length;
  const more = found?.next != null ? "+" : "";
  return (
    <Note icon={PackageCheck}>
      <p>
        {t("lot.only", { n: passed === undefined ? "–" : `${number(passed)}${more}` })}{" "}
        <Link
          to="/projects/$projectId/quality"
          params={{ projectId: String(stage.project_id) }}
          search={{ tab: "lots", stage: stage.id }}
        >
          {t("lot.see")}
        </Link>
      </p>
    </Note>
  );
}
