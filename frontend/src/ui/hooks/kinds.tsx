import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Fault, Skeleton } from "~/ui/fault";
import { Checkbox } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { type Home, kindsQuery } from "./queries";

/** The sentence of a kind of event; its own name where we have none. */
export function useKindName(): (kind: string) => string {
  const { t, i18n } = useTranslation("hooks");
  return (kind) => {
    const key = `kind.${kind.replace(".", "_")}`;
    return i18n.exists(key, { ns: "hooks" }) ? t(key as "kind.test") : kind;
  };
}

/** Which of the events a webhook is told. */
export function Kinds({
  home,
  chosen,
  onChange,
  error,
}: {
  home: Home;
  chosen: ReadonlySet<string>;
  onChange: (next: ReadonlySet<string>) => void;
  error?: string;
}) {
  const { t } = useTranslation("hooks");
  const name = useKindName();
  const kinds = useQuery(kindsQuery);
  const toggle = (kind: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(kind);
    else next.delete(kind);
    onChange(next);
  };
  return (
    <fieldset className="field border-0 p-0 m-0">
      <legend className="label strong">{t("kinds")}</legend>
      <Fault error={kinds.error} retry={() => kinds.refetch()} />
      {kinds.isPending && <Skeleton lines={4} />}
      <div className="hook-kinds">
        {kinds.data
          ?.filter((one) => one.of === home.of)
          .map(({ kind }) => (
            <Checkbox key={kind} isSelected={chosen.has(kind)} onChange={(on) => toggle(kind, on)}>
              {name(kind)}
              <small className="hint block mono">{kind}</small>
            </Checkbox>
          ))}
      </div>
      {error !== undefined && (
        <p role="alert" className="err">
          <Icon of={CircleAlert} size={16} />
          {error}
        </p>
      )}
    </fieldset>
  );
}
