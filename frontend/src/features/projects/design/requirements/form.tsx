import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useProfileWords } from "~/i18n/profile";
import { Checkbox, NumberField, Select, Switch } from "~/ui/field";
import { Icon } from "~/ui/icons";
import type { Stage } from "../../frame/queries";
import { Certificates } from "./certificates";
import { Invited } from "./invited";
import {
  DEVICES,
  type Level,
  type PartId,
  partsOf,
  type RequirementDraft,
  type RequirementFault,
} from "./model";
import { Teams } from "./teams";

type Props = {
  stage: Stage;
  level: Level;
  draft: RequirementDraft;
  faults: ReadonlySet<RequirementFault>;
  onChange: (next: RequirementDraft) => void;
};

/** Everything that a level can ask for: each part is switched on, then said. */
export function RequirementForm(props: Props) {
  const { level, draft, onChange } = props;
  const { t } = useTranslation(["requirements", "common"]);
  return (
    <>
      <section className="col g8">
        <h2 className="title">{t("asked")}</h2>
        <ul className="asked">
          {partsOf(level).map((part) => (
            <li key={part} className="asked-part">
              <Switch
                isSelected={draft.on[part]}
                onChange={(on) => onChange({ ...draft, on: { ...draft.on, [part]: on } })}
              >
                {t(`part.${part}`)}
                <small className="hint block">{t(`part.${part}_hint`)}</small>
              </Switch>
              {draft.on[part] && (
                <div className="asked-fields">
                  <Fields part={part} {...props} />
                </div>
              )}
            </li>
          ))}
        </ul>
      </section>
      {level > 0 && (
        <section className="col g8">
          <h2 className="title">{t("climb")}</h2>
          <Switch isSelected={draft.climb} onChange={(climb) => onChange({ ...draft, climb })}>
            {t("climb_on", { level: t(`common:level.${level}`) })}
            <small className="hint block">{t("climb_hint")}</small>
          </Switch>
        </section>
      )}
      <Limits {...props} />
    </>
  );
}

function Fields({ part, stage, level, draft, faults, onChange }: Props & { part: PartId }) {
  const { t } = useTranslation("requirements");
  const words = useProfileWords();
  const set = (some: Partial<RequirementDraft>) => onChange({ ...draft, ...some });
  const fault = (at: RequirementFault) => faults.has(at);
  if (part === "certificates")
    return (
      <Picked fault={fault(part) ? t("fault.certificates") : undefined}>
        <Certificates
          projectId={stage.project_id}
          stageId={stage.id}
          chosen={draft.certificates}
          onChange={(certificates) => set({ certificates })}
        />
      </Picked>
    );
  if (part === "accepted") {
    const { accepted } = draft;
    return (
      <div className="form-pair">
        {level === 2 && (
          <Select
            label={t("answers_level.label")}
            options={(["0", "1"] as const).map((id) => ({ id, name: t(`answers_level.${id}`) }))}
            value={String(accepted.level)}
            onChange={(next) => set({ accepted: { ...accepted, level: Number(next) as 0 } })}
          />
        )}
        <Counted
          label={t("answers")}
          value={accepted.answers}
          error={fault("accepted")}
          onChange={(answers) => set({ accepted: { ...accepted, answers } })}
        />
        <ShareField
          label={t("share")}
          value={accepted.share}
          error={fault("share")}
          onChange={(share) => set({ accepted: { ...accepted, share } })}
        />
      </div>
    );
  }
  if (part === "upheld") {
    const { upheld } = draft;
    return (
      <div className="form-pair">
        <Counted
          label={t("verdicts")}
          value={upheld.verdicts}
          error={fault("upheld")}
          onChange={(verdicts) => set({ upheld: { ...upheld, verdicts } })}
        />
        <ShareField
          label={t("share_upheld")}
          value={upheld.share}
          error={fault("share_upheld")}
          onChange={(share) => set({ upheld: { ...upheld, share } })}
        />
      </div>
    );
  }
  if (part === "teams")
    return (
      <Picked fault={fault(part) ? t("fault.teams") : undefined}>
        <Teams
          projectId={stage.project_id}
          chosen={draft.teams}
          onChange={(teams) => set({ teams })}
        />
      </Picked>
    );
  if (part === "invited") return <Invited stage={stage} level={level} />;
  const known: Record<"languages" | "regions" | "devices", [readonly string[], Say]> = {
    languages: [words.values("language"), (id) => words.value("language", id)],
    regions: [words.values("lives"), (id) => words.value("lives", id)],
    devices: [DEVICES, (id) => t(`device.${id as "phone"}`)],
  };
  const [ids, say] = known[part];
  const chosen = draft[part];
  return (
    <Picked fault={fault(part) ? t(`fault.${part}`) : undefined}>
      <fieldset className="asked-ticks">
        <legend className="sr-only">{t(`part.${part}`)}</legend>
        {ids.map((id) => (
          <Checkbox
            key={id}
            isSelected={chosen.includes(id)}
            onChange={(on) =>
              set({ [part]: on ? [...chosen, id] : chosen.filter((one) => one !== id) })
            }
          >
            {say(id)}
          </Checkbox>
        ))}
      </fieldset>
    </Picked>
  );
}
type Say = (id: string) => string;

/** Something to choose from, with what is wrong under it. */
function Picked({ fault, children }: { fault: string | undefined; children: ReactNode }) {
  return (
    <>
      {children}
      {fault !== undefined && (
        <p role="alert" className="err">
          <Icon of={CircleAlert} size={16} />
          {fault}
        </p>
      )}
    </>
  );
}

type FieldProps = {
  label: string;
  value: number;
  error: boolean;
  onChange: (value: number) => void;
};

function Counted({ label, value, error, onChange }: FieldProps) {
  const { t } = useTranslation("requirements");
  return (
    <NumberField
      label={label}
      minValue={1}
      maxValue={1_000_000}
      value={value}
      onChange={onChange}
      suffix={<span className="t3">{t("count_unit")}</span>}
      error={error ? t("fault.count") : undefined}
    />
  );
}

function ShareField({ label, value, error, onChange }: FieldProps) {
  const { t } = useTranslation("requirements");
  return (
    <NumberField
      label={label}
      hint={t("share_hint")}
      minValue={0}
      maxValue={100}
      step={0.1}
      value={value}
      onChange={onChange}
      suffix={<span className="t3">%</span>}
      error={error ? t("fault.share") : undefined}
    />
  );
}

function Limits({ draft, faults, onChange }: Props) {
  const { t } = useTranslation("requirements");
  const field = (name: "day" | "person") => (
    <NumberField
      label={t(`${name}_limit`)}
      minValue={1}
      maxValue={1_000_000}
      value={draft[name] ?? Number.NaN}
      onChange={(value) => onChange({ ...draft, [name]: Number.isNaN(value) ? null : value })}
      suffix={<span className="t3">{t("count_unit")}</span>}
      error={faults.has(name) ? t("fault.limit") : undefined}
    />
  );
  return (
    <section className="col g8">
      <h2 className="title">{t("limits")}</h2>
      <p className="t2">{t("limits_hint")}</p>
      <div className="form-pair">
        {field("day")}
        {field("person")}
      </div>
    </section>
  );
}
