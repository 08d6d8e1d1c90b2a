type Props = {
  label: string;
  options: readonly { id: string; name: string }[];
  chosen: string | null;
  onChoose: (id: string) => void;
};

/** One of the devices: the browser's own list, which every phone shows in its own way. */
export function Choose({ label, options, chosen, onChoose }: Props) {
  return (
    <label className="pr-choose">
      <span className="t3 label">{label}</span>
      <select
        className="in"
        value={chosen ?? ""}
        onChange={(event) => onChoose(event.target.value)}
      >
        {options.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
}
