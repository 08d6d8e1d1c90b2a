import { describe, expect, it } from "vitest";
import { dayOf } from "~/api/worker";
import { deviceOf } from "~/features/account/device";
import { diffOf } from "~/features/agreements/diff";
import { faultsOf } from "~/features/auth/asked";
import { csv } from "~/features/earnings/csv";
import { daysOf, moved, sumOf } from "~/features/earnings/month";
import { readSearch as readEarnings } from "~/features/earnings/search";
import { readSearch as readMarket } from "~/features/market/search";
import { readSearch as readMyWork } from "~/features/mywork/search";

describe("days of Seoul", () => {
  it("is tomorrow there while it is evening in Greenwich", () => {
    expect(dayOf(new Date("2026-11-25T15:00:00Z"))).toBe("2026-11-26");
    expect(dayOf(new Date("2026-11-25T14:59:59Z"))).toBe("2026-11-25");
  });
  it("goes back over a month's end", () => {
    expect(dayOf("2026-03-01", 1)).toBe("2026-02-28");
  });
});

describe("months", () => {
  it("moves over a year's end, both ways", () => {
    expect(moved("2026-12", 1)).toBe("2027-01");
    expect(moved("2026-01", -1)).toBe("2025-12");
  });
  it("has as many days as the calendar", () => {
    expect(daysOf("2028-02")).toHaveLength(29);
    expect(daysOf("2026-11").at(-1)).toBe("2026-11-30");
  });
  it("sums rows", () => {
    const row = {
      earned: 250,
      pending: 100,
      rejected: 0,
      pieces: 2,
      seconds: 61,
      learned: 90,
      added: 5,
    };
    expect(sumOf([row, row])).toEqual({
      earned: 500,
      pending: 200,
      rejected: 0,
      pieces: 4,
      seconds: 122,
      learned: 180,
      added: 10,
    });
  });
});

describe("what an address says", () => {
  it("drops what makes no sense", () => {
    expect(readMarket({ q: "  ", show: "all", sort: "pay" })).toEqual({});
    expect(readMyWork({ state: "reserved", project: "-1" })).toEqual({});
    expect(readEarnings({ month: "2026-13", project: "x", view: "pie" })).toEqual({});
  });
  it("keeps what does", () => {
    expect(readMarket({ q: " 세포 ", show: "now", sort: "new" })).toEqual({
      q: "세포",
      show: "now",
      sort: "new",
    });
    expect(readMyWork({ state: "rework", project: 3 })).toEqual({ state: "rework", project: 3 });
    expect(readEarnings({ month: "2026-11", view: "table" })).toEqual({
      month: "2026-11",
      view: "table",
    });
  });
});

describe("CSV", () => {
  it("quotes what must be, and lets no spreadsheet calculate", () => {
    expect(csv([["a,b", 'say "so"', "=1+1", -250]])).toBe(
      '\uFEFF"a,b","say ""so""",\'=1+1,-250\r\n',
    );
  });
});

describe("versions of a text", () => {
  it("tells what went and what came, line by line", () => {
    expect(diffOf("하나\n둘\n셋", "하나\n둘 반\n셋\n넷")).toEqual([
      { kind: "same", text: "하나" },
      { kind: "gone", text: "둘" },
      { kind: "new", text: "둘 반" },
      { kind: "same", text: "셋" },
      { kind: "new", text: "넷" },
    ]);
  });
});

describe("signing up", () => {
  const good = { email: "a@b.kr", name: "김", password: "0123456789", birthYear: "1991" };
  it("finds nothing wrong with what is right", () => {
    expect(faultsOf(good)).toEqual({});
  });
  it("says which field is wrong", () => {
    const bad = { email: "a", name: " ", password: "short", birthYear: "91" };
    expect(Object.keys(faultsOf(bad)).sort()).toEqual(["birthYear", "email", "name", "password"]);
  });
});

describe("browsers", () => {
  it("are called by two words", () => {
    const iphone =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604";
    expect(deviceOf(iphone)).toEqual({ name: "Safari · iPhone", phone: true });
    expect(deviceOf("curl/8")).toBeNull();
  });
});
