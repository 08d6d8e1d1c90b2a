import type { Schema } from "~/api/client";

export type Model = Schema<"ModelOut">;

/** What a manager says of a model; the header's value is kept apart, on no device. */
export type ModelDraft = {
  address: string;
  header: string;
  seconds: number;
  batch: number;
  active: boolean;
};
export type ModelFault = "address" | "header" | "secret" | "seconds" | "batch";

/** The draft of what is stored; without a model, of one that is asked as soon as it is saved. */
export const draftOf = (model: Model | null): ModelDraft => ({
  address: model?.address ?? "",
  header: model?.header_name ?? "",
  seconds: model?.seconds ?? 10,
  batch: model?.batch ?? 8,
  active: model?.active ?? true,
});

const ADDRESS = /^https?:\/\/[^\s@#]+$/;
const HEADER = /^[A-Za-z0-9-]+$/;

function originOf(address: string): string | null {
  try {
    return new URL(address).origin;
  } catch {
    return null;
  }
}

/** Whether the header's value that is kept goes with these settings: the same header and server. */
export const keepsSecret = (draft: ModelDraft, model: Model | null): boolean =>
  model !== null &&
  draft.header !== "" &&
  model.header_name === draft.header &&
  originOf(model.address) === originOf(draft.address);

const within = (n: number, most: number) => Number.isInteger(n) && n >= 1 && n <= most;

/** What has to be mended before it is saved. */
export function faultsOf(
  draft: ModelDraft,
  secret: string,
  model: Model | null,
): ReadonlySet<ModelFault> {
  const found = new Set<ModelFault>();
  if (!ADDRESS.test(draft.address) || originOf(draft.address) === null) found.add("address");
  if (draft.header === "" ? secret !== "" : !HEADER.test(draft.header)) found.add("header");
  if (draft.header !== "" && secret === "" && !keepsSecret(draft, model)) found.add("secret");
  if (!within(draft.seconds, 60)) found.add("seconds");
  if (!within(draft.batch, 32)) found.add("batch");
  return found;
}

/** The request that saves it. */
export const bodyOf = (draft: ModelDraft, secret: string): Schema<"ModelIn"> => ({
  address: draft.address,
  header_name: draft.header === "" ? null : draft.header,
  header_value: secret === "" ? null : secret,
  seconds: draft.seconds,
  batch: draft.batch,
  active: draft.active,
});
