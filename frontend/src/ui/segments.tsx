import { ToggleButton, ToggleButtonGroup } from "react-aria-components";

type Part<Key extends string> = { id: Key; word: string; count?: number };
type Props<Key extends string> = {
  label: string;
  parts: readonly Part<Key>[];
  chosen: Key;
  onChoose: (id: Key) => void;
};

/** Another view of the same thing. */
export function Segments<Key extends string>({ label, parts, chosen, onChoose }: Props<Key>) {
  return <Group className="seg" {...{ label, parts, chosen, onChoose }} />;
}

/** Filters of a list; exactly one is on. */
export function Chips<Key extends string>({ label, parts, chosen, onChoose }: Props<Key>) {
  return <Group className="chips" item="chip" {...{ label, parts, chosen, onChoose }} />;
}

function Group<Key extends string>({
  label,
  parts,
  chosen,
  onChoose,
  className,
  item,
}: Props<Key> & { className: string; item?: string }) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={className}
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        const [next] = keys;
        if (next !== undefined) onChoose(next as Key);
      }}
    >
      {parts.map((part) => (
        <ToggleButton key={part.id} id={part.id} className={item ?? ""}>
          {part.word}
          {part.count !== undefined && <span className="count">{part.count}</span>}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
