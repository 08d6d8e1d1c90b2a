import { describe, expect, it } from "vitest";
import { bodyOf, EMPTY, missing } from "~/features/projects/data/upload/cloud/model";

const filled = { ...EMPTY, name: "원본", bucket: " pictures ", folder: "/2026/seoul/" };

describe("a connection", () => {
  it("is an address of its cloud, without what the cloud has no use for", () => {
    expect(bodyOf(filled)).toMatchObject({
      address: "s3://pictures/2026/seoul",
      region: "ap-northeast-2",
      endpoint: null,
      secret: null,
    });
    expect(bodyOf({ ...filled, kind: "other", endpoint: "https://x" })).toMatchObject({
      address: "s3://pictures/2026/seoul",
      region: null,
      endpoint: "https://x",
    });
    expect(bodyOf({ ...filled, kind: "gs", folder: "", keyId: "left over" })).toMatchObject({
      address: "gs://pictures",
      key_id: null,
    });
  });

  it("says what has to be filled in", () => {
    expect(missing(EMPTY)).toEqual(["name", "bucket"]);
    expect(missing({ ...filled, keyId: "id" })).toEqual(["secret"]);
    expect(missing({ ...filled, secret: "s" })).toEqual(["keyId"]);
    expect(missing({ ...filled, kind: "az" })).toEqual(["keyId"]);
    expect(missing({ ...filled, kind: "other" })).toEqual(["endpoint"]);
    expect(missing({ ...filled, kind: "gs" })).toEqual([]);
  });
});
