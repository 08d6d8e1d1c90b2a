import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { Checkbox } from "~/ui/field";
import { FINE } from "./scopes";

/** Less than a group, and less than all projects: permissions one by one, and some projects alone. */
export function Narrower({
  scopes,
  onScope,
  projects,
  onProjects,
}: {
  scopes: ReadonlySet<string>;
  onScope: (scope: string, on: boolean) => void;
  projects: ReadonlySet<number>;
  onProjects: (next: ReadonlySet<number>) => void;
}) {
  const { t } = useTranslation("account");
  const me = useMe();
  const toggle = (id: number, on: boolean) => {
    const next = new Set(projects);
    if (on) next.add(id);
    else next.delete(id);
    onProjects(next);
  };
  return (
    <>
      <details>
        <summary className="label">{t("tokens.fine")}</summary>
        <p className="hint">{t("tokens.fine_hint")}</p>
        <div className="self-fine">
          {FINE.map((one) => (
            <Checkbox key={one} isSelected={scopes.has(one)} onChange={(on) => onScope(one, on)}>
              <span className="mono">{one}</span>
            </Checkbox>
          ))}
        </div>
      </details>
      {me.projects.length > 0 && (
        <details>
          <summary className="label">{t("tokens.projects")}</summary>
          <p className="hint">{t("tokens.projects_hint")}</p>
          {me.projects.map(({ id, name }) => (
            <Checkbox key={id} isSelected={projects.has(id)} onChange={(on) => toggle(id, on)}>
              {name}
            </Checkbox>
          ))}
        </details>
      )}
    </>
  );
}
