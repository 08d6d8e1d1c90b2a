import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";
import type { Month } from "../month";

export type Statement = Schema<"StatementOut">;
export type Line = Schema<"StatementLine">;

/** A month as its statement has it. */
export const statementQuery = (month: Month) =>
  queryOptions({
    queryKey: ["me", "statements", month],
    queryFn: () => must(api.GET("/api/v1/me/statements/{month}", { params: { path: { month } } })),
  });

/** The years in which organisations paid one. */
export const receiptsQuery = queryOptions({
  queryKey: ["me", "receipts"],
  queryFn: () => must(api.GET("/api/v1/me/receipts")),
});

/** Where a month is fetched as a PDF. */
export const statementPaper = (month: Month, language: string) =>
  `/api/v1/me/statements/${month}/pdf?lang=${language}`;

/** Where a year's withholding receipt is fetched. */
export const receiptPaper = (house: number, year: number, language: string) =>
  `/api/v1/me/receipts/${house}/${year}/pdf?lang=${language}`;
