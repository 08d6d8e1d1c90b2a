import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Confirm } from "~/ui/dialog";
import { toast } from "~/ui/toast";
import { People } from "./people";
import { type Sample, sampleQuery } from "./queries";

/** Says who looks at a sample. */
export function Examiners({
  projectId,
  sample,
  onClose,
}: {
  projectId: number;
  sample: Sample;
  onClose: () => void;
}) {
  const { t } = useTranslation("reports");
  const client = useQueryClient();
  const [chosen, setChosen] = useState(() => sample.examiners.map((one) => one.person_id));
  const act = async () => {
    const kept = await must(
      api.PUT("/api/v1/projects/{project_id}/samples/{sample_id}/examiners", {
        params: { path: { project_id: projectId, sample_id: sample.id } },
        body: { examiners: chosen },
      }),
    );
    client.setQueryData(sampleQuery(projectId, sample.id).queryKey, kept);
    toast(t("saved"));
  };
  return (
    <Confirm title={t("sample.examiners")} open onClose={onClose} act={act} word={t("save")}>
      <People projectId={projectId} chosen={chosen} onChange={setChosen} />
    </Confirm>
  );
}
