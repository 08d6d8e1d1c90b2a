import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";

export type Payee = Schema<"MyPayeeOut">;
export type Standing = Schema<"StandingOut">;
export type Payment = Schema<"PaymentOut">;

/** How one is paid, what is missing for it, and what each organisation owes. */
export const payeeQuery = queryOptions({
  queryKey: ["me", "payee"],
  queryFn: () => must(api.GET("/api/v1/me/payee")),
});

/** What one was paid, is being paid, or was not paid and why; the newest first. */
export const paymentsQuery = infiniteQueryOptions({
  queryKey: ["me", "payouts"],
  queryFn: ({ pageParam }) =>
    must(api.GET("/api/v1/me/payouts", { params: { query: { after: pageParam, limit: 20 } } })),
  initialPageParam: 0,
  getNextPageParam: (page) => page.next ?? undefined,
});

export const banksQuery = queryOptions({
  queryKey: ["banks"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: () => must(api.GET("/api/v1/banks")),
});

/** A bank's name in the reader's language; its code where it is not known. */
export function useBankName(banks: readonly Schema<"BankOut">[] | undefined) {
  const { i18n } = useTranslation();
  return (code: string | null): string => {
    const found = banks?.find((one) => one.code === code);
    return found === undefined ? (code ?? "") : i18n.language === "en" ? found.en : found.ko;
  };
}

/** A covered number by its last digits alone. */
export const ending = (masked: string | null): string => (masked ?? "").replace(/^\*+/, "···· ");

/** Whether a payment is under way: gathered, or approved. */
export const isUnderWay = ({ state }: Payment): boolean =>
  state === "batched" || state === "approved";
