import { expect, it } from "vitest";
import { bytesOf, typeName } from "~/annotate/prompt/measures";

it("says media types as people know them", () => {
  expect(["application/pdf", "text/plain", "image/x-icon", "image/*"].map(typeName)).toEqual([
    ...["PDF", "TXT", "ICON", "image/*"],
  ]);
});

it("says small sizes in bytes", () => {
  expect([0, 480, 4_096].map(bytesOf)).toEqual(["0 B", "480 B", "4 KB"]);
});
