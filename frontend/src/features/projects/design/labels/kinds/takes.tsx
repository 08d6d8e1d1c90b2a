import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RadioGroup, Select, TextField } from "~/ui/field";
import { type KindProps, useLabel } from "../building";
import { Limit } from "../parts/number";
import { PromptRoles } from "../parts/per";
import { Switches } from "../parts/switches";

const RATES = [8_000, 16_000, 22_050, 44_100, 48_000, 96_000] as const;
const HOUR = 3600;
const LONGEST = 4 * HOUR;
const PIXELS = 100_000;

/** How long a recording or a film may be. */
const Lasting = ({ label }: KindProps) => (
  <>
    <Limit
      {...{ label }}
      name="min_seconds"
      unit="s"
      value={1}
      least={0.1}
      most={LONGEST}
      step={0.1}
    />
    <Limit
      {...{ label }}
      name="max_seconds"
      unit="s"
      value={600}
      least={0.1}
      most={LONGEST}
      step={0.1}
      fault="seconds"
    />
  </>
);

/** How many photographs or files one person hands in. */
const Counted = ({ label }: KindProps) => (
  <>
    <Limit {...{ label }} name="count_min" unit="pieces" value={1} least={0} most={100} />
    <Limit
      {...{ label }}
      name="count_max"
      unit="pieces"
      value={1}
      least={1}
      most={100}
      fault="takes"
    />
  </>
);

/** Speech: in which form it is recorded, and how it must sound. */
export function RecordingForm({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { settle } = useLabel(label);
  const { container, rate, channels, takes } = label.settings;
  const rates = RATES.includes((rate ?? 16_000) as 16_000) ? RATES : [rate ?? 16_000, ...RATES];
  return (
    <>
      <div className="three-fields">
        <Select
          label={t("labels.taken.container")}
          options={(["wav", "opus"] as const).map((id) => ({
            id,
            name: t(`labels.taken_value.${id}`),
            detail: t(`labels.taken_value.${id}_hint`),
          }))}
          value={container ?? "wav"}
          onChange={(next) => settle({ container: next as "wav" })}
        />
        <Select
          label={t("labels.taken.rate")}
          options={rates.map((hz) => ({ id: String(hz), name: `${hz / 1000} kHz` }))}
          value={String(rate ?? 16_000)}
          onChange={(next) => settle({ rate: Number(next) })}
        />
        <Select
          label={t("labels.taken.channels")}
          options={(["1", "2"] as const).map((id) => ({
            id,
            name: t(`labels.taken_value.channels_${id}`),
          }))}
          value={String(channels ?? 1)}
          onChange={(next) => settle({ channels: next === "2" ? 2 : 1 })}
        />
        <Lasting label={label} />
        <Limit {...{ label }} name="min_level" unit="db" value={-45} least={-120} most={0} />
        <Limit {...{ label }} name="max_noise" unit="db" value={-50} least={-120} most={0} />
        <Limit
          {...{ label }}
          name="max_silence"
          unit="percent"
          value={0.6}
          least={0}
          most={100}
          step={1}
        />
        <Limit
          {...{ label }}
          name="max_clipped"
          unit="percent"
          value={0.001}
          least={0}
          most={100}
          step={0.01}
        />
      </div>
      <RadioGroup
        label={t("labels.taken.takes")}
        options={(["one", "each"] as const).map((id) => ({
          id,
          name: t(`labels.taken_value.${id}`),
          detail: t(`labels.taken_value.${id}_hint`),
        }))}
        value={takes ?? "one"}
        onChange={(next) =>
          settle(next === "each" ? { takes: "each" } : { takes: "one", roles: undefined })
        }
      />
      {takes === "each" && <PromptRoles label={label} />}
      <Switches label={label} names={["required"]} />
    </>
  );
}

const GUIDES = ["none", "portrait", "landscape", "square", "document"] as const;

/** Photographs: how large, sharp and light they must be, and by which frame they are taken. */
export function PhotographForm({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { settle } = useLabel(label);
  return (
    <>
      <div className="three-fields">
        <Select
          label={t("labels.taken.guide")}
          options={GUIDES.map((id) => ({ id, name: t(`labels.taken_value.guide_${id}`) }))}
          value={label.settings.guide ?? "none"}
          onChange={(next) => settle({ guide: next as (typeof GUIDES)[number] })}
        />
        <Counted label={label} />
        <Limit {...{ label }} name="min_width" unit="px" value={640} least={1} most={PIXELS} />
        <Limit {...{ label }} name="min_height" unit="px" value={480} least={1} most={PIXELS} />
        <Limit
          {...{ label }}
          name="min_sharpness"
          unit="none"
          value={60}
          least={0}
          most={100_000}
        />
        <Limit {...{ label }} name="min_light" unit="none" value={40} least={0} most={255} />
        <Limit
          {...{ label }}
          name="max_light"
          unit="none"
          value={220}
          least={0}
          most={255}
          fault="light"
        />
      </div>
      <p className="hint">{t("labels.taken_hint.photograph")}</p>
      <Switches label={label} names={["near_duplicates", "keep_place", "required"]} />
    </>
  );
}

/** Films: how long and how large they must be. */
export function FilmForm({ label }: KindProps) {
  return (
    <>
      <div className="three-fields">
        <Lasting label={label} />
        <Limit {...{ label }} name="min_width" unit="px" value={320} least={1} most={PIXELS} />
        <Limit {...{ label }} name="min_height" unit="px" value={240} least={1} most={PIXELS} />
      </div>
      <Switches label={label} names={["required"]} />
    </>
  );
}

/** Files: of which kinds, how large, how many. */
export function FileForm({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { settle } = useLabel(label);
  const [text, setText] = useState((label.settings.types ?? []).join(", "));
  return (
    <>
      <TextField
        label={t("labels.taken.types")}
        hint={t("labels.taken_hint.types")}
        placeholder="application/pdf, image/*"
        value={text}
        onChange={(next) => {
          setText(next);
          const types = next.split(/[\s,]+/).flatMap((word) => word.trim().toLowerCase() || []);
          settle({ types: types.length > 0 ? types : undefined });
        }}
      />
      <div className="three-fields">
        <Counted label={label} />
        <Limit {...{ label }} name="max_bytes" unit="mb" value={100 << 20} least={1} most={8192} />
      </div>
      <Switches label={label} names={["required"]} />
    </>
  );
}
