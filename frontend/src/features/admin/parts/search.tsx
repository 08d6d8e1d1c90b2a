import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { Icon } from "~/ui/icons";

const WAIT = 250; // ms after the last key before the list follows

/** A text to search by; the list follows when one stops typing. */
export function SearchBox({
  label,
  value,
  onSearch,
}: {
  label: string;
  value: string;
  onSearch: (text: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === value) return;
    const timer = setTimeout(() => onSearch(wanted), WAIT);
    return () => clearTimeout(timer);
  }, [typed, value, onSearch]);
  return (
    <SearchField aria-label={label} value={typed} onChange={setTyped} className="adm-search">
      <span className="in">
        <Icon of={Search} size={16} className="t3" />
        <Input className="grow bare" placeholder={label} />
      </span>
    </SearchField>
  );
}
