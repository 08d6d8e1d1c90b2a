import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Office = Schema<"OrganisationRoleName">;
export const OFFICES: readonly Office[] = ["administrator", "finance", "arbiter"];

type Of = { personId: number; role: Office };

/** Gives and takes offices of an organisation. */
export function useOffice(organisationId: number) {
  const client = useQueryClient();
  const path = ({ personId, role }: Of) => ({
    params: { path: { organisation_id: organisationId, person_id: personId, role } },
  });
  const onSuccess = () =>
    client.invalidateQueries({ queryKey: ["admin", "organisation", organisationId] });
  return {
    grant: useMutation({
      onSuccess,
      mutationFn: (of: Of) =>
        must(
          api.PUT(
            "/api/v1/organisations/{organisation_id}/members/{person_id}/roles/{role}",
            path(of),
          ),
        ),
    }),
    revoke: useMutation({
      onSuccess,
      mutationFn: (of: Of) =>
        must(
          api.DELETE(
            "/api/v1/organisations/{organisation_id}/members/{person_id}/roles/{role}",
            path(of),
          ),
        ),
    }),
  };
}
