import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Keeper, type Kept } from "~/features/learn/model/keeper";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A keeper of a word that may be changed, what it has sent, and what it says of it now. */
function keeping(send = async () => {}) {
  const at = { word: "", sent: [] as string[], said: null as Kept | null };
  const keeper = new Keeper(
    () => at.word,
    async (word) => {
      at.sent.push(word);
      await send();
    },
    (state) => {
      at.said = state;
    },
  );
  return { at, keeper };
}

test("what was changed again is not said to be kept before it is", async () => {
  const { at, keeper } = keeping();
  at.word = "one";
  keeper.change();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(at.said).toBe("kept");
  at.word = "two";
  keeper.change();
  expect(at.said).toBe("keeping");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(at.said).toBe("kept");
  expect(at.sent).toEqual(["one", "two"]);
});

test("what could not be kept is said so, and is tried again", async () => {
  let refused = true;
  const { at, keeper } = keeping(async () => {
    if (refused) throw new Error("no connection");
  });
  at.word = "one";
  keeper.change();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(at.said).toBe("failed");
  refused = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(at.said).toBe("kept");
});
