type Labels = readonly { kind: string; attributes?: unknown }[];

/** The kinds of the labels of schemas and of the annotations of answers, in the API's JSON. */
export function kindsIn(jsons: readonly unknown[]): ReadonlySet<string> {
  return new Set(
    jsons.flatMap((json) => {
      const { labels = [], annotations = [] } = (json ?? {}) as Record<string, Labels | undefined>;
      return [...labels, ...annotations].map(({ kind }) => kind);
    }),
  );
}

/** Is anything asked of what is marked beside its class? */
export const asksAttributes = (schema: unknown): boolean =>
  ((schema as { labels?: Labels } | null)?.labels ?? []).some(
    ({ attributes }) => Array.isArray(attributes) && attributes.length > 0,
  );
