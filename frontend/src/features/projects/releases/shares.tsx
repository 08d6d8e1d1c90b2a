import { useTranslation } from "react-i18next";
import { Checkbox, NumberField } from "~/ui/field";

export const SHARES = ["training", "validation", "test"] as const;
/** How many of a hundred items each share has, and what the draw begins with. */
export type Shares = Record<(typeof SHARES)[number], number> & { seed: number };
export const USUAL: Shares = { training: 80, validation: 10, test: 10, seed: 1 };

export const sumOf = (shares: Shares): number =>
  SHARES.reduce((sum, name) => sum + shares[name], 0);

/** Whether a release can be shared out so. */
export const fits = (shares: Shares): boolean =>
  sumOf(shares) === 100 && shares.training > 0 && Number.isInteger(shares.seed);

/** What is sent. */
export function splitOf(shares: Shares | null) {
  if (shares === null) return null;
  const { seed, ...of } = shares;
  return { by: "speaker" as const, seed, shares: of };
}

/** Folders of a release, each of which has speakers of its own. */
export function SharesForm({
  shares,
  tried,
  onChange,
}: {
  /** Null where it is not shared out. */
  shares: Shares | null;
  tried: boolean;
  onChange: (next: Shares | null) => void;
}) {
  const { t } = useTranslation("collecting");
  return (
    <div className="col g8">
      <Checkbox isSelected={shares !== null} onChange={(on) => onChange(on ? USUAL : null)}>
        {t("release.split")}
        <small className="hint block">{t("release.split_hint")}</small>
      </Checkbox>
      {shares !== null && (
        <>
          <div className="three-numbers">
            {SHARES.map((name) => (
              <NumberField
                key={name}
                label={t(`release.${name}`)}
                minValue={name === "training" ? 1 : 0}
                maxValue={name === "training" ? 100 : 99}
                value={shares[name]}
                onChange={(next) =>
                  onChange({ ...shares, [name]: Number.isNaN(next) ? 0 : Math.round(next) })
                }
                suffix={<span className="t3">{t("release.percent")}</span>}
              />
            ))}
          </div>
          {tried && sumOf(shares) !== 100 && (
            <p className="err" role="alert">
              {t("release.shares_fault", { n: sumOf(shares) })}
            </p>
          )}
          <NumberField
            label={t("release.seed")}
            hint={t("release.seed_hint")}
            minValue={0}
            maxValue={Number.MAX_SAFE_INTEGER}
            formatOptions={{ useGrouping: false }}
            value={shares.seed}
            onChange={(seed) => onChange({ ...shares, seed })}
          />
        </>
      )}
    </div>
  );
}
