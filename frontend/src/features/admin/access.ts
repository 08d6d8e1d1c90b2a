import type { Me } from "~/api/session";

/** Which of the operator's pages somebody may open. */
export type Access = {
  system: boolean;
  houses: boolean;
  appeals: boolean;
  /** Confirms rejections beyond the ceiling. */
  rejections: boolean;
  /** Keeps an organisation's books: its finance, its administrators. */
  books: boolean;
  /** Sees where money is: who keeps books, and the operator. */
  money: boolean;
};

export function accessOf(me: Me): Access {
  const books = keptBy(me).length > 0;
  return {
    system: me.operator,
    houses: me.operator || me.organisations.length > 0,
    appeals: me.organisations.some((house) => house.roles.includes("arbiter")),
    rejections: me.organisations.some((house) => house.roles.includes("administrator")),
    books,
    money: me.operator || books,
  };
}

/** The organisations whose books somebody keeps; those that he pays from first. */
export function keptBy(me: Me): Me["organisations"] {
  const pays = me.organisations.filter((house) => house.roles.includes("finance"));
  const rules = me.organisations.filter(
    (house) => house.roles.includes("administrator") && !pays.includes(house),
  );
  return [...pays, ...rules];
}
