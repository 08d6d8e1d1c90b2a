import type { Me } from "~/api/session";

/** Which of the operator's pages somebody may open. */
export type Access = { system: boolean; houses: boolean; appeals: boolean };

export function accessOf(me: Me): Access {
  return {
    system: me.operator,
    houses: me.operator || me.organisations.length > 0,
    appeals: me.organisations.some((house) => house.roles.includes("arbiter")),
  };
}
