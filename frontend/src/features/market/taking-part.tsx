import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "~/ui/dialog";
import { OwnGroup } from "~/ui/taking-part/own-group";
import { participationQuery } from "~/ui/taking-part/queries";
import { Step as Form, type TakingPart } from "~/ui/taking-part/step";

type Props = {
  projectId: number;
  step: TakingPart;
  onClose: () => void;
  onDone: () => Promise<void>;
};

/** One step on the way into a project that collects, in a dialog. */
export function Step({ projectId, step, onClose, onDone }: Props) {
  const { t } = useTranslation("taking");
  const title = t(step === "profile_missing" ? "profile.title" : "guardian.title");
  return (
    <Dialog title={title} open onClose={onClose} wide>
      <Form projectId={projectId} step={step} onDone={onDone} />
    </Dialog>
  );
}

/** How full the reader's own group of a stage is; nothing where there are no goals by group. */
export function Quota({ projectId, stageId }: { projectId: number; stageId: number }) {
  // It fills while one reads: others are at it too.
  const standing = useQuery({ ...participationQuery(projectId), refetchInterval: 15_000 });
  const quota = standing.data?.stages.find((one) => one.stage_id === stageId)?.quota;
  return quota == null ? null : <OwnGroup cell={quota} />;
}
