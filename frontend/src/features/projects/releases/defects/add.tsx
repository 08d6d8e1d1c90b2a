import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { ReportDialog } from "~/ui/defects/report";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { useAnew } from "./queries";

/** What the team has found itself is noted in the same place. */
export function Add({ projectId }: { projectId: number }) {
  const { t } = useTranslation("defects");
  const anew = useAnew(projectId);
  const [open, setOpen] = useState(false);
  const path = { project_id: projectId };
  const ready = useQuery({
    queryKey: ["project", projectId, "releases", "ready"],
    queryFn: async () => {
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/releases", {
          params: { path, query: { limit: 200 } },
        }),
      );
      return page.items.filter((row) => row.state === "ready").reverse();
    },
  }).data;
  if (ready === undefined) return null;
  if (ready.length === 0) return <p className="label t3">{t("desk.add_none")}</p>;
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <Icon of={Plus} />
        {t("desk.add")}
      </Button>
      <ReportDialog
        open={open}
        onClose={() => setOpen(false)}
        versions={ready.map((row) => ({ release_id: row.id, version: row.version }))}
        classes={[]}
        pictures={false}
        send={async (body, key) => {
          await must(
            api.POST("/api/v1/projects/{project_id}/defects", {
              params: { path, header: { "idempotency-key": key } },
              body,
            }),
          );
          toast(t("desk.added"));
          await anew();
        }}
      />
    </>
  );
}
