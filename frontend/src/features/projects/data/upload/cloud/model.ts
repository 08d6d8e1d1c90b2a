import type { Schema } from "~/api/client";

export type Kind = "s3" | "gs" | "az" | "other";
export const KINDS: readonly Kind[] = ["s3", "gs", "az", "other"];

/** What is written into the form of a connection. */
export type Draft = {
  kind: Kind;
  name: string;
  bucket: string;
  folder: string;
  region: string;
  endpoint: string;
  mode: Schema<"ConnectionIn">["mode"];
  keyId: string;
  secret: string;
};

export const EMPTY: Draft = {
  kind: "s3",
  name: "",
  bucket: "",
  folder: "",
  region: "ap-northeast-2",
  endpoint: "",
  mode: "reference",
  keyId: "",
  secret: "",
};

export type Missing = "name" | "bucket" | "region" | "endpoint" | "keyId" | "secret";

/** What has to be filled in still. */
export function missing(draft: Draft): Missing[] {
  const found: Missing[] = [];
  if (draft.name.trim() === "") found.push("name");
  if (draft.bucket.trim() === "") found.push("bucket");
  if (draft.kind === "s3" && draft.region.trim() === "") found.push("region");
  if (draft.kind === "other" && draft.endpoint.trim() === "") found.push("endpoint");
  if (draft.kind === "az" && draft.keyId.trim() === "") found.push("keyId");
  const s3 = draft.kind === "s3" || draft.kind === "other";
  if (s3 && draft.keyId.trim() !== "" && draft.secret === "") found.push("secret");
  if (s3 && draft.keyId.trim() === "" && draft.secret !== "") found.push("keyId");
  return found;
}

const given = (text: string): string | null => text.trim() || null;

/** The connection that is meant. */
export function bodyOf(draft: Draft): Schema<"ConnectionIn"> {
  const scheme = draft.kind === "other" ? "s3" : draft.kind;
  const folder = draft.folder.trim().replace(/^\/+|\/+$/g, "");
  return {
    name: draft.name.trim(),
    address: `${scheme}://${draft.bucket.trim()}${folder === "" ? "" : `/${folder}`}`,
    region: draft.kind === "s3" ? given(draft.region) : null,
    endpoint: draft.kind === "other" ? given(draft.endpoint) : null,
    mode: draft.mode,
    key_id: draft.kind === "gs" ? null : given(draft.keyId),
    secret: given(draft.secret),
  };
}
