import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { useSaid, type Version } from "./words";

/** The versions on offer, the newest first, with what is new in each. */
export function Versions({ versions }: { versions: readonly Version[] }) {
  const { t } = useTranslation("catalogue");
  const { day, bytes } = useFormat();
  const said = useSaid();
  return (
    <section>
      <h2 className="title">{t("versions")}</h2>
      <ul className="list">
        {versions.map((one) => (
          <li key={one.release_id} className="open-version">
            <div className="row between">
              <b>v{one.version}</b>
              <span className="label t3 nowrap">{day(one.offered_at)}</span>
            </div>
            {said(one, "notes") !== "" && <p className="label t2">{said(one, "notes")}</p>}
            <Changes version={one} />
            <p className="label t3">
              {t("format_of", { format: one.format, size: bytes(one.bytes) })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How a version differs from the one before it, in figures. */
function Changes({ version }: { version: Version }) {
  const { t } = useTranslation("catalogue");
  const { number } = useFormat();
  const found = version.statistics;
  if (found === null || found.added === null) return null;
  const told = (["added", "removed", "changed"] as const)
    .map((name) => [name, found[name] ?? 0] as const)
    .filter(([, n]) => n > 0);
  return (
    <p className="label t2 dot-sep">
      {told.length === 0
        ? t("changes.none")
        : told.map(([name, n]) => <span key={name}>{t(`changes.${name}`, { n: number(n) })}</span>)}
    </p>
  );
}
