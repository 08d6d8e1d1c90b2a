import { useTranslation } from "react-i18next";
import { NumberField, Switch, TextField } from "~/ui/field";
import { keepsSecret, type Model, type ModelDraft, type ModelFault } from "./model";

/** Where the model is, what it is sent along, and how much it is asked at once. */
export function ModelForm({
  draft,
  secret,
  model,
  hosts,
  faults,
  onChange,
  onSecret,
}: {
  draft: ModelDraft;
  /** The header's value, where another one is written. */
  secret: string;
  model: Model | null;
  hosts: readonly string[];
  faults: ReadonlySet<ModelFault>;
  onChange: (next: ModelDraft) => void;
  onSecret: (next: string) => void;
}) {
  const { t } = useTranslation("suggestions");
  const set = (part: Partial<ModelDraft>) => onChange({ ...draft, ...part });
  const fault = (name: ModelFault) => (faults.has(name) ? t(`form.fault.${name}`) : undefined);
  return (
    <div className="col g24">
      <TextField
        label={t("form.address")}
        hint={t("form.address_hint", { hosts: hosts.join(", ") })}
        placeholder="https://"
        type="url"
        maxLength={2000}
        value={draft.address}
        onChange={(address) => set({ address: address.trim() })}
        error={fault("address")}
      />
      <div className="form-pair">
        <TextField
          label={t("form.header")}
          hint={t("form.header_hint")}
          placeholder="Authorization"
          maxLength={100}
          autoComplete="off"
          value={draft.header}
          onChange={(header) => set({ header: header.trim() })}
          error={fault("header")}
        />
        <TextField
          label={t("form.secret")}
          hint={keepsSecret(draft, model) ? t("form.secret_kept") : t("form.secret_hint")}
          type="password"
          maxLength={4096}
          autoComplete="new-password"
          value={secret}
          onChange={onSecret}
          error={fault("secret")}
        />
      </div>
      <div className="form-pair">
        <NumberField
          label={t("form.seconds")}
          hint={t("form.seconds_hint")}
          minValue={1}
          maxValue={60}
          value={draft.seconds}
          onChange={(seconds) => set({ seconds })}
          suffix={<span className="t3">{t("form.seconds_unit")}</span>}
          error={fault("seconds")}
        />
        <NumberField
          label={t("form.batch")}
          hint={t("form.batch_hint")}
          minValue={1}
          maxValue={32}
          value={draft.batch}
          onChange={(batch) => set({ batch })}
          suffix={<span className="t3">{t("form.batch_unit")}</span>}
          error={fault("batch")}
        />
      </div>
      <Switch isSelected={draft.active} onChange={(active) => set({ active })}>
        {t("form.active")}
      </Switch>
    </div>
  );
}
