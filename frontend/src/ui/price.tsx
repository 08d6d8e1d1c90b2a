import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Money } from "./money";

type Of = { unit: "task" | "object" | "second" | "character" | "page"; per: number };

/** What a price is for, in words: a piece, ten seconds. */
export function useUnit(): (of: Of) => string {
  const { t } = useTranslation();
  const { number } = useFormat();
  return ({ unit, per }) => {
    if (unit === "task") return t("unit.task");
    return per === 1 ? t(`unit.one.${unit}`) : t(`unit.many.${unit}`, { n: number(per) });
  };
}

/** A price, and what it is for where that is not the piece as one. */
export function Price({ of }: { of: Of & { price: number } }) {
  const unit = useUnit();
  return (
    <>
      <Money won={of.price} />
      {of.unit !== "task" && <span className="label t3"> {unit(of)}</span>}
    </>
  );
}
