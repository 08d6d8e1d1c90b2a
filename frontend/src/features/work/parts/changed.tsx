import type { Line } from "../model/changes";

const bare = (text: string): string => text.replace(/^#+\s*|^[-*]\s+|\*\*|__|`/g, "");

/** A line of a guideline: what went, what came, what stayed. */
export function Changed({ line }: { line: Line }) {
  return (
    <p>
      {line.parts.map((part, at) => {
        const text = bare(part.text);
        // biome-ignore-start lint/suspicious/noArrayIndexKey: the parts of a line that does not change
        if (part.kind === "removed") return <del key={at}>{text}</del>;
        if (part.kind === "added") return <ins key={at}>{text}</ins>;
        return <span key={at}>{text}</span>;
        // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
      })}
    </p>
  );
}
