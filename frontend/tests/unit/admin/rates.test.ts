import { describe, expect, it } from "vitest";
import { FIELDS, fits, kept } from "~/features/admin/rates/values";

describe("the values of a dated rule", () => {
  it("are exact shares, won and counts", () => {
    expect(["0", "0.03", "0.027", "1", "1.0"].every((text) => fits("share", text))).toBe(true);
    expect(["3%", "1.1", "-0.1", ".5", "", "0.1234567"].some((text) => fits("share", text))).toBe(
      false,
    );
    expect(fits("won", "10320")).toBe(true);
    expect(["10,320", "1.5", "-1", ""].some((text) => fits("won", text))).toBe(false);
    expect(fits("decimal", "2.4")).toBe(true);
  });

  it("are kept as text where they are shares or decimals", () => {
    expect(kept("share", "0.03")).toBe("0.03");
    expect(kept("decimal", "2.4")).toBe("2.4");
    expect(kept("won", "10320")).toBe(10_320);
  });

  it("are known of every kind", () => {
    expect(Object.values(FIELDS).every((fields) => Object.keys(fields).length > 0)).toBe(true);
  });
});
