import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { usePaged } from "~/ui/table";

export type Payout = Schema<"PayoutOut">;
export type Detail = Schema<"PayoutDetail">;
export type Line = Schema<"LineOut">;
export type Result = Schema<"ResultOut">;
export type Template = Schema<"Template">;
export type Payee = Schema<"PayeeOut">;
export type Preset = "own" | "generic" | "multi";

/** Where the lines of a payout are looked at from. */
export const SHOWN = ["held", "first", "failed", "other", "daily"] as const;
export type Shown = (typeof SHOWN)[number];

const PAGE = 50;

/** An organisation's payouts, the last first. */
export const usePayouts = (house: number) =>
  usePaged<Payout>(["admin", "payouts", house], (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/payouts", {
        params: { path: { organisation_id: house }, query: { after, limit: PAGE } },
      }),
    ),
  );

export const payoutQuery = (house: number, id: number) =>
  queryOptions({
    queryKey: ["admin", "payout", house, id],
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/payouts/{payout_id}", {
          params: { path: { organisation_id: house, payout_id: id } },
        }),
      ),
  });

/** The lines of a payout, by whose name begins so, and of some kind. */
export const useLines = (house: number, id: number, shown: Shown | undefined, q: string) =>
  usePaged<Line>(["admin", "payout", house, id, "lines", shown, q], (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/payouts/{payout_id}/lines", {
        params: {
          path: { organisation_id: house, payout_id: id },
          query: {
            after,
            limit: PAGE,
            search: q || undefined,
            is_held: shown === "held" ? true : undefined,
            first: shown === "first" ? true : undefined,
            failed: shown === "failed" ? true : undefined,
            income: shown === "other" || shown === "daily" ? shown : undefined,
          },
        },
      }),
    ),
  );

/** Reads anew all that a step of a payout changes. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(
      ["payout", "payouts", "payees", "ledger", "accounts"].map((what) =>
        client.invalidateQueries({ queryKey: ["admin", what] }),
      ),
    );
  };
}

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
