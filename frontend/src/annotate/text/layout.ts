import { type Part, partsOf, type TextSchema } from "./doc";

/** How parts stand: one text; beside each other to be compared; as turns of a conversation. */
export type Layout = {
  shape: "plain" | "cards" | "talk";
  /** The parts that are compared; the others stand above them. */
  cards: ReadonlySet<string>;
};

/** The shape follows from what is asked, and from the roles. */
export function layoutOf(schema: TextSchema, parts: readonly Part[]): Layout {
  const asked = schema.labels.find(
    (label) => label.kind === "comparison" || label.kind === "ranking",
  );
  const some = (cards: readonly Part[]) => new Set(cards.map((part) => part.id));
  if (parts.length <= 1) return { shape: "plain", cards: new Set() };
  if (asked?.kind === "comparison" || asked?.kind === "ranking") {
    const compared = partsOf(asked.roles, parts);
    const answers = compared.filter((part) => part.role === "response");
    return { shape: "cards", cards: some(answers.length > 1 ? answers : compared) };
  }
  const responses = parts.filter((part) => part.role === "response");
  if (responses.length > 0) return { shape: "cards", cards: some(responses) };
  return parts.every((part) => part.role === null)
    ? { shape: "cards", cards: some(parts) }
    : { shape: "talk", cards: new Set() };
}
