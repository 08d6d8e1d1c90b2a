import { describe, expect, it } from "vitest";
import {
  bodyOf,
  draftOf,
  faultsOf,
  keepsSecret,
  type Model,
} from "~/features/projects/design/suggestions/model";

const MODEL: Model = {
  address: "https://models.example.org/cells",
  header_name: "X-Key",
  seconds: 10,
  batch: 8,
  active: false,
  saved_at: "2026-01-01T00:00:00Z",
  asked: 0,
  given: 0,
  left_out: 0,
  failures: 0,
  fault: null,
  failed_at: null,
  again_at: null,
};
const draft = draftOf(MODEL);

describe("a model's settings", () => {
  it("begins, without a model, as one that is asked once saved", () => {
    expect(draftOf(null)).toEqual({ address: "", header: "", seconds: 10, batch: 8, active: true });
    expect([...faultsOf(draftOf(null), "", null)]).toEqual(["address"]);
  });

  it("is good as it is stored, and keeps the value of its header", () => {
    expect(faultsOf(draft, "", MODEL).size).toBe(0);
    expect(bodyOf(draft, "")).toMatchObject({ header_name: "X-Key", header_value: null });
    expect(bodyOf({ ...draft, header: "" }, "")).toMatchObject({ header_name: null });
  });

  it("asks for the header's value again for another server or header", () => {
    const path = { ...draft, address: "https://models.example.org/other" };
    const server = { ...draft, address: "https://models.example.org:8443/cells" };
    const header = { ...draft, header: "X-Other" };
    expect(keepsSecret(path, MODEL)).toBe(true);
    for (const other of [server, header]) {
      expect(keepsSecret(other, MODEL)).toBe(false);
      expect([...faultsOf(other, "", MODEL)]).toEqual(["secret"]);
      expect(faultsOf(other, "abc", MODEL).size).toBe(0);
    }
  });

  it.each([
    "models.example.org",
    "ftp://models.example.org",
    "https://",
    "https://me:secret@models.example.org",
    "https://models.example.org/#a",
    "https://a b",
  ])("refuses the address %s", (address) => {
    expect(faultsOf({ ...draft, address }, "x", MODEL).has("address")).toBe(true);
  });

  it("refuses what is out of bounds, and a value without a header", () => {
    const bad = { ...draft, header: "", seconds: 61, batch: Number.NaN };
    expect([...faultsOf(bad, "x", MODEL)]).toEqual(["header", "seconds", "batch"]);
    expect(faultsOf({ ...draft, header: "X: y" }, "x", MODEL).has("header")).toBe(true);
  });
});
