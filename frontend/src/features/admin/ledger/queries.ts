import { api, must, type Schema } from "~/api/client";
import { usePaged } from "~/ui/table";
import { useHouse } from "../house";
import type { EntryKind } from "../words";

export type Entry = Schema<"EntryRow">;
export type Account = Schema<"AccountRow">;
export type Traced = Schema<"Traced">;

/** Which movements: of everything that one may see where nothing is said. */
export type Asked = {
  kind?: EntryKind;
  project_id?: number;
  person_id?: number;
  account_id?: number;
  since?: string;
  until?: string;
};

const PAGE = 50;

/** Movements of money, the newest first: of one's organisation, or of all for the operator. */
export function useEntries(asked: Asked) {
  const house = useHouse({ all: true });
  return usePaged<Entry>(["admin", "ledger", house?.id ?? 0, asked], (after) => {
    const query = { ...asked, after, limit: PAGE };
    return must(
      house === undefined
        ? api.GET("/api/v1/ledger", { params: { query } })
        : api.GET("/api/v1/organisations/{organisation_id}/ledger", {
            params: { path: { organisation_id: house.id }, query },
          }),
    );
  });
}

/** One movement, and what it was for. */
export const readEntry = (house: number | undefined, id: number): Promise<Traced> =>
  must(
    house === undefined
      ? api.GET("/api/v1/ledger/{entry_id}", { params: { path: { entry_id: id } } })
      : api.GET("/api/v1/organisations/{organisation_id}/ledger/{entry_id}", {
          params: { path: { organisation_id: house, entry_id: id } },
        }),
  );
