import { afterEach, expect, it, vi } from "vitest";
import { createPages } from "~/annotate/document/pages";
import type { MediaSource } from "~/annotate/media";
import { settled } from "../work/clock";

afterEach(() => vi.restoreAllMocks());

it("fetches anew the picture of a page that came and could not be shown", async () => {
  let made = 0;
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => `blob:${made++}`);
  const gone = vi.spyOn(URL, "revokeObjectURL").mockImplementation(() => undefined);
  const range = vi.fn(async () => new ArrayBuffer(10));
  const pages = createPages({
    facts: { pages: [{ width: 10, height: 10, length: 0 }] },
    prepared: { pages: { pieces: [[0, 10]] }, texts: { pieces: [] } },
    range,
  } as unknown as MediaSource<"document">);
  expect(pages.url(0)).toBeNull();
  await settled();
  expect(pages.url(0)).toBe("blob:0");
  expect(range).toHaveBeenCalledTimes(1);

  pages.lose(0);
  expect(gone).toHaveBeenCalledWith("blob:0");
  expect(pages.url(0)).toBeNull();
  await settled();
  expect(pages.url(0)).toBe("blob:1");
  expect(range).toHaveBeenCalledTimes(2);
});
