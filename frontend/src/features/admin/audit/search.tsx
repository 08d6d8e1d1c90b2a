import { Download, Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { endOf, startOf } from "../parts/dates";

export type Asked = {
  subject?: string;
  project_id?: number;
  actor_id?: number;
  since?: string;
  until?: string;
  q?: string;
};

/** What a search of the history is asked with. */
export const queryOf = ({ since, until, ...rest }: Asked) => ({
  ...rest,
  since: startOf(since),
  until: endOf(until),
});

/** Words to look for, sent with Enter; and the way to the same rows as files. */
export function Words({
  asked,
  at,
  onChange,
}: {
  asked: Asked;
  at: string;
  onChange: (q: string | undefined) => void;
}) {
  const { t } = useTranslation("admin");
  const [typed, setTyped] = useState(asked.q ?? "");
  const query = (form: string) => {
    const found = new URLSearchParams({ form });
    for (const [name, value] of Object.entries(queryOf(asked)))
      if (value !== undefined) found.set(name, String(value));
    return `${at}/export?${found}`;
  };
  return (
    <>
      <search>
        <form
          className="in"
          onSubmit={(event) => {
            event.preventDefault();
            onChange(typed.trim() || undefined);
          }}
        >
          <Icon of={Search} size={16} />
          <input
            type="search"
            className="bare grow"
            aria-label={t("audit.words")}
            placeholder={t("audit.words")}
            value={typed}
            maxLength={200}
            onChange={(event) => setTyped(event.target.value)}
          />
        </form>
      </search>
      {(["csv", "jsonl"] as const).map((form) => (
        <a key={form} className="btn line" href={query(form)} download>
          <Icon of={Download} size={16} />
          {form.toUpperCase()}
        </a>
      ))}
    </>
  );
}
