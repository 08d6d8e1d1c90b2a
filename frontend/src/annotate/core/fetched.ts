/** What is known of kinds: fetched by need, and once. */
export type Fetched<T> = {
  /** Fetches what these kinds lack; of kinds that nothing is known of, nothing. */
  load: (kinds: Iterable<string>) => Promise<void>;
  has: (kind: string) => boolean;
  get: (kind: string) => T | undefined;
};

/** `later` fetches by kind; `always` is there from the beginning. */
export function fetched<T>(
  later: Readonly<Record<string, () => Promise<T>>>,
  always: Readonly<Record<string, T>> = {},
): Fetched<T> {
  const known = new Map(Object.entries(always));
  return {
    async load(kinds) {
      const missing = new Set([...kinds].filter((kind) => Object.hasOwn(later, kind)));
      await Promise.all(
        [...missing]
          .filter((kind) => !known.has(kind))
          .map(async (kind) => known.set(kind, await later[kind]!())),
      );
    },
    has: (kind) => known.has(kind),
    get: (kind) => known.get(kind),
  };
}
