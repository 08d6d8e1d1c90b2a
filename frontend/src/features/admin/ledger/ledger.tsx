import { useSearch } from "@tanstack/react-router";
import { useHouse } from "../house";
import { Accounts } from "./accounts-list";
import { Entries } from "./entries";

/** The ledger: what moved, or what stands where. */
export function Ledger() {
  const { view } = useSearch({ from: "/inside/admin/ledger" });
  const house = useHouse({ all: true });
  return view === "accounts" && house !== undefined ? <Accounts house={house} /> : <Entries />;
}
