import { useQuery } from "@tanstack/react-query";
import { Fault, Skeleton } from "~/ui/fault";
import { GuardianForm } from "./guardian-form";
import { ProfileForm } from "./profile-form";
import { participationQuery } from "./queries";

export type TakingPart = "profile_missing" | "guardian_missing";
type Props = { projectId: number; step: TakingPart; onDone: () => void | Promise<void> };

/** One step on the way into a project that collects: who one is, or a guardian's consent. */
export function Step({ projectId, step, onDone }: Props) {
  return step === "profile_missing" ? (
    <ProfileForm onSaved={onDone} />
  ) : (
    <Guardian projectId={projectId} />
  );
}

function Guardian({ projectId }: Pick<Props, "projectId">) {
  const standing = useQuery(participationQuery(projectId));
  return (
    <>
      <Fault error={standing.error} retry={() => standing.refetch()} />
      {standing.isPending && <Skeleton lines={4} />}
      {standing.data !== undefined && (
        <GuardianForm projectId={projectId} guardian={standing.data.guardian} />
      )}
    </>
  );
}
