import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault } from "~/ui/fault";
import { Checkbox, NumberField, Select, TextField } from "~/ui/field";

export const SHARES = ["training", "validation", "test"] as const;
export const TOGETHER = ["speaker", "source", "item", "meta"] as const;
export type Together = (typeof TOGETHER)[number];
/** How many of a hundred items each share has, what stays together, and what the draw begins with. */
export type Shares = Record<(typeof SHARES)[number], number> & {
  seed: number;
  by: Together;
  /** Of the meta: which value. */
  key: string;
};
export const USUAL: Shares = {
  training: 80,
  validation: 10,
  test: 10,
  seed: 1,
  by: "source",
  key: "",
};

export const sumOf = (shares: Shares): number =>
  SHARES.reduce((sum, name) => sum + shares[name], 0);

/** Whether a release can be shared out so. */
export const fits = (shares: Shares): boolean =>
  sumOf(shares) === 100 &&
  shares.training > 0 &&
  Number.isInteger(shares.seed) &&
  (shares.by !== "meta" || shares.key.trim() !== "");

/** What is sent. */
export function splitOf(shares: Shares | null): Schema<"Split"> | null {
  if (shares === null) return null;
  const { seed, by, key, ...of } = shares;
  return { by: by === "meta" ? `meta:${key.trim()}` : by, seed, shares: of };
}

type Props = {
  projectId: number;
  stageId: number;
  /** Null where it is not shared out. */
  shares: Shares | null;
  tried: boolean;
  onChange: (next: Shares | null) => void;
};

/** Folders of a release: what stays together is in one of them. */
export function SharesForm({ projectId, stageId, shares, tried, onChange }: Props) {
  const { t } = useTranslation(["releases", "collecting"]);
  return (
    <div className="col g8">
      <Checkbox isSelected={shares !== null} onChange={(on) => onChange(on ? USUAL : null)}>
        {t("split")}
        <small className="hint block">{t("split_hint")}</small>
      </Checkbox>
      {shares !== null && (
        <>
          <Select
            label={t("by")}
            value={shares.by}
            onChange={(by) => onChange({ ...shares, by: by as Together })}
            options={TOGETHER.map((id) => ({
              id,
              name: t(`by_${id}`),
              detail: t(`by_${id}_hint`),
            }))}
          />
          {shares.by === "meta" && (
            <TextField
              label={t("key")}
              value={shares.key}
              maxLength={100}
              error={tried && shares.key.trim() === "" ? t("key_missing") : undefined}
              onChange={(key) => onChange({ ...shares, key })}
            />
          )}
          <div className="three-numbers">
            {SHARES.map((name) => (
              <NumberField
                key={name}
                label={t(`collecting:release.${name}`)}
                minValue={name === "training" ? 1 : 0}
                maxValue={name === "training" ? 100 : 99}
                value={shares[name]}
                onChange={(next) =>
                  onChange({ ...shares, [name]: Number.isNaN(next) ? 0 : Math.round(next) })
                }
                suffix={<span className="t3">{t("collecting:release.percent")}</span>}
              />
            ))}
          </div>
          {tried && sumOf(shares) !== 100 && (
            <p className="err" role="alert">
              {t("collecting:release.shares_fault", { n: sumOf(shares) })}
            </p>
          )}
          <NumberField
            label={t("collecting:release.seed")}
            hint={t("collecting:release.seed_hint")}
            minValue={0}
            maxValue={Number.MAX_SAFE_INTEGER}
            formatOptions={{ useGrouping: false }}
            value={shares.seed}
            onChange={(seed) => onChange({ ...shares, seed })}
          />
          {fits(shares) && <Preview projectId={projectId} stageId={stageId} shares={shares} />}
        </>
      )}
    </div>
  );
}

/** How it would be shared out by what is accepted now. */
function Preview({
  projectId,
  stageId,
  shares,
}: { shares: Shares } & Omit<Props, "shares" | "tried" | "onChange">) {
  const { t } = useTranslation(["releases", "collecting"]);
  const { number } = useFormat();
  const split = splitOf(shares);
  const tried = useQuery({
    queryKey: ["project", projectId, "releases", "shares", stageId, split],
    placeholderData: (before: Schema<"SplitTrialOut"> | undefined) => before,
    queryFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/releases/shares", {
          params: { path: { project_id: projectId } },
          body: { stage_id: stageId, split: split as Schema<"Split"> },
        }),
      ),
  });
  if (tried.data === undefined) return <Fault error={tried.error} />;
  const { unknown } = tried.data;
  return (
    <div className="col g4" role="status">
      <span className="label t3">{t("preview")}</span>
      {unknown > 0 ? (
        <p className="err">{t("preview_unknown", { n: number(unknown) })}</p>
      ) : (
        <dl className="figures">
          {SHARES.flatMap((name) => {
            const share = tried.data.shares[name];
            return share === undefined
              ? []
              : [
                  <div key={name}>
                    <dt>{t(`collecting:release.${name}`)}</dt>
                    <dd>
                      {t("preview_of", { n: number(share.items) })}
                      {share.groups !== null && (
                        <small className="hint block">
                          {t("preview_groups", { n: number(share.groups) })}
                        </small>
                      )}
                    </dd>
                  </div>,
                ];
          })}
        </dl>
      )}
    </div>
  );
}
