import { Download, Search } from "lucide-react";
import { type ChangeEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { EventSubject } from "../data/words";

type Asked = { subject?: EventSubject; since?: string; until?: string; q?: string };

const OFFSET = "+09:00"; // days are Seoul's
const DAY = 86_400_000;

/** What the history is asked with: days as the moments between which they lie. */
export const queryOf = ({ since, until, ...rest }: Asked) => ({
  ...rest,
  since: since === undefined ? undefined : `${since}T00:00:00${OFFSET}`,
  until:
    until === undefined
      ? undefined
      : `${new Date(Date.parse(until) + DAY).toISOString().slice(0, 10)}T00:00:00${OFFSET}`,
});

/** Words and days to look for, and the way to the same rows as files. */
export function Finding({
  projectId,
  asked,
  onChange,
}: {
  projectId: number;
  asked: Asked;
  onChange: (asked: Asked) => void;
}) {
  const { t } = useTranslation("data");
  const [typed, setTyped] = useState(asked.q ?? "");
  const put = (which: "since" | "until") => (event: ChangeEvent<HTMLInputElement>) =>
    onChange({ ...asked, [which]: event.target.value || undefined });
  const file = (form: string) => {
    const found = new URLSearchParams({ form });
    for (const [name, value] of Object.entries(queryOf(asked)))
      if (value !== undefined) found.set(name, value);
    return `/api/v1/projects/${projectId}/history/export?${found}`;
  };
  return (
    <div className="row wrap finding">
      <search className="grow">
        <form
          className="in"
          onSubmit={(event) => {
            event.preventDefault();
            onChange({ ...asked, q: typed.trim() || undefined });
          }}
        >
          <Icon of={Search} size={16} />
          <input
            type="search"
            className="bare grow"
            aria-label={t("history.words")}
            placeholder={t("history.words")}
            value={typed}
            maxLength={200}
            onChange={(event) => setTyped(event.target.value)}
          />
        </form>
      </search>
      {(["since", "until"] as const).map((which) => (
        <span key={which} className="in">
          <input
            type="date"
            className="bare"
            aria-label={t(`history.${which}`)}
            value={asked[which] ?? ""}
            onChange={put(which)}
          />
        </span>
      ))}
      {(["csv", "jsonl"] as const).map((form) => (
        <a key={form} className="btn line" href={file(form)} download>
          <Icon of={Download} size={16} />
          {form.toUpperCase()}
        </a>
      ))}
    </div>
  );
}
