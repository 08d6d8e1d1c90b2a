import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Me, useMe } from "~/api/session";
import { Select } from "~/ui/field";
import { keptBy } from "./access";

export type House = Me["organisations"][number];

/** The organisation whose books are looked at: by the address (`?house=`), else the first that one
 * keeps. None for who keeps none, and, with `all`, for the operator who has chosen none. */
export function useHouse({ all = false }: { all?: boolean } = {}): House | undefined {
  const me = useMe();
  const { house }: { house?: number } = useSearch({ strict: false });
  const kept = keptBy(me);
  const chosen = kept.find((one) => one.id === house);
  return chosen ?? (all && me.operator ? undefined : kept[0]);
}

/** Whether somebody prepares and approves payouts of this organisation. */
export const pays = (house: House): boolean => house.roles.includes("finance");

/** Chooses the organisation; nothing where there is nothing to choose. */
export function HouseSelect({ all = false }: { all?: boolean }) {
  const { t } = useTranslation("admin");
  const go = useNavigate();
  const me = useMe();
  const kept = keptBy(me);
  const house = useHouse({ all });
  const everywhere = all && me.operator;
  if (kept.length + (everywhere ? 1 : 0) < 2) return null;
  return (
    <span className="adm-house">
      <Select
        label={t("house.label")}
        value={house === undefined ? "all" : String(house.id)}
        onChange={(key) =>
          // What was chosen within one organisation says nothing in another.
          go({ to: ".", search: { house: key === "all" ? undefined : Number(key) } as never })
        }
        options={[
          ...(everywhere ? [{ id: "all", name: t("house.all") }] : []),
          ...kept.map((one) => ({ id: String(one.id), name: one.name })),
        ]}
      />
    </span>
  );
}
