import { Search } from "lucide-react";
import { Input, SearchField } from "react-aria-components";
import { Icon } from "~/ui/icons";
import { useSought } from "~/ui/sought";

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
  const { typed, type } = useSought(value, onSearch);
  return (
    <SearchField aria-label={label} value={typed} onChange={type} className="adm-search">
      <span className="in">
        <Icon of={Search} size={16} className="t3" />
        <Input className="grow bare" placeholder={label} />
      </span>
    </SearchField>
  );
}
