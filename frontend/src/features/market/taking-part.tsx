import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { GuardianForm } from "~/ui/taking-part/guardian-form";
import { OwnGroup } from "~/ui/taking-part/own-group";
import { ProfileForm } from "~/ui/taking-part/profile-form";
import { participationQuery } from "~/ui/taking-part/queries";

export type TakingPart = "profile_missing" | "guardian_missing";
type Props = {
  projectId: number;
  step: TakingPart;
  onClose: () => void;
  onDone: () => Promise<void>;
};

/** One step on the way into a project that collects: who one is, or a guardian's consent. */
export function Step({ projectId, step, onClose, onDone }: Props) {
  const { t } = useTranslation("taking");
  const standing = useQuery(participationQuery(projectId));
  const profile = step === "profile_missing";
  return (
    <Dialog title={t(profile ? "profile.title" : "guardian.title")} open onClose={onClose} wide>
      {profile ? (
        <ProfileForm onSaved={onDone} />
      ) : (
        <>
          <Fault error={standing.error} retry={() => standing.refetch()} />
          {standing.isPending && <Skeleton lines={4} />}
          {standing.data !== undefined && (
            <GuardianForm projectId={projectId} guardian={standing.data.guardian} />
          )}
        </>
      )}
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
