import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";

type Version = { version: number; created_at: string; must_read?: boolean };

/** Versions, the newest first; the chosen one is shown beside. */
export function Versions({
  rows,
  chosen,
  onChoose,
}: {
  rows: readonly Version[];
  chosen: number | null;
  onChoose: (version: number | null) => void;
}) {
  const { t } = useTranslation(["projects", "reading"]);
  const { full } = useFormat();
  return (
    <ToggleButtonGroup
      aria-label={t("design.versions")}
      selectionMode="single"
      selectedKeys={chosen === null ? [] : [String(chosen)]}
      onSelectionChange={(keys) => {
        const [next] = keys;
        onChoose(next === undefined ? null : Number(next));
      }}
      className="versions"
    >
      {rows.map((row, at) => (
        <ToggleButton key={row.version} id={String(row.version)} className="lrow version">
          <span className="strong">{t("design.version", { n: row.version })}</span>
          {at === 0 && <span className="pill ok">{t("design.now")}</span>}
          {row.must_read && <span className="pill now">{t("reading:must.pill")}</span>}
          <span className="grow" />
          <span className="label t3">{full(row.created_at)}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
