import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useProfileWords } from "~/i18n/profile";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { NumberField, RadioGroup, Select } from "~/ui/field";
import { type Participant, participantQuery } from "./queries";

type Said = Schema<"ParticipantIn">;
type Lists = "sex" | "grew_up" | "lives" | "language" | "device";

/** What kind of device this is, as far as it can be told: a first guess to be put right. */
const here = (): Said["device"] => {
  if (!matchMedia("(pointer: coarse)").matches) return "laptop";
  return Math.min(screen.width, screen.height) < 600 ? "phone" : "tablet";
};

/** What one says of oneself for collecting: asked once, the same for every project. */
export function ProfileForm({ onSaved }: { onSaved: () => void | Promise<void> }) {
  const known = useQuery(participantQuery);
  if (known.data === undefined)
    return (
      <>
        <Fault error={known.error} retry={() => known.refetch()} />
        {known.isPending && <Skeleton lines={5} />}
      </>
    );
  return <Form known={known.data} onSaved={onSaved} />;
}

function Form({ known, onSaved }: { known: Participant; onSaved: () => void | Promise<void> }) {
  const { t } = useTranslation("taking");
  const words = useProfileWords();
  const client = useQueryClient();
  const [said, setSaid] = useState<Partial<Said>>({
    ...(known.birth_year === null ? {} : { birth_year: known.birth_year }),
    ...(known.sex === null ? {} : { sex: known.sex as Said["sex"] }),
    ...(known.grew_up === null ? {} : { grew_up: known.grew_up }),
    ...(known.lives === null ? {} : { lives: known.lives }),
    ...(known.lives_years === null ? {} : { lives_years: known.lives_years }),
    language: known.language ?? "ko",
    device: (known.device as Said["device"] | null) ?? here(),
  });
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: (body: Said) => must(api.PUT("/api/v1/me/participant", { body })),
    onSuccess: async (now) => {
      client.setQueryData(participantQuery.queryKey, now);
      await Promise.all([
        client.invalidateQueries({ queryKey: ["participation"] }),
        client.invalidateQueries({ queryKey: ["market"] }),
      ]);
      await onSaved();
    },
  });
  const year = known.birth_year === null;
  const whole =
    said.sex !== undefined &&
    said.grew_up !== undefined &&
    said.lives !== undefined &&
    said.lives_years !== undefined &&
    (!year || said.birth_year != null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!whole) return;
    const { birth_year, ...rest } = said;
    save.mutate({ ...rest, ...(year ? { birth_year } : {}) } as Said);
  };
  const missing = (name: keyof Said, word: "need" | "number_need" = "need") =>
    tried && said[name] === undefined ? t(`profile.${word}`) : undefined;
  const list = (name: Lists, hint?: string) => (
    <Select
      label={t(`profile.${name}`)}
      {...(hint === undefined ? {} : { hint })}
      error={missing(name)}
      options={words.values(name).map((id) => ({ id, name: words.value(name, id) }))}
      value={said[name] ?? null}
      onChange={(id) => setSaid({ ...said, [name]: id })}
    />
  );
  return (
    <form onSubmit={submit} noValidate className="col g16">
      <p className="t2">{t("profile.why")}</p>
      {year && (
        <NumberField
          label={t("profile.birth_year")}
          minValue={1900}
          maxValue={new Date().getFullYear()}
          formatOptions={{ useGrouping: false }}
          error={missing("birth_year", "number_need")}
          {...(said.birth_year == null ? {} : { value: said.birth_year })}
          onChange={(birth_year) => setSaid({ ...said, birth_year })}
        />
      )}
      <RadioGroup
        label={t("profile.sex")}
        orientation="horizontal"
        error={missing("sex")}
        options={words.values("sex").map((id) => ({ id, name: words.value("sex", id) }))}
        value={said.sex ?? null}
        onChange={(sex) => setSaid({ ...said, sex: sex as Said["sex"] })}
      />
      {list("grew_up", t("profile.grew_up_hint"))}
      {list("lives")}
      <NumberField
        label={t("profile.lives_years")}
        hint={t("profile.lives_years_hint")}
        minValue={0}
        maxValue={120}
        error={missing("lives_years", "number_need")}
        {...(said.lives_years === undefined ? {} : { value: said.lives_years })}
        onChange={(lives_years) => setSaid({ ...said, lives_years })}
      />
      {list("language")}
      {list("device", t("profile.device_hint"))}
      <Fault error={save.error} />
      <Button type="submit" look="primary" main full busy={save.isPending}>
        {t("profile.save")}
      </Button>
    </form>
  );
}
