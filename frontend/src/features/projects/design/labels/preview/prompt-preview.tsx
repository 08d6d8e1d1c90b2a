import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "~/annotate/core/choices";
import type { PromptSchema } from "~/annotate/core/doc";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Stage } from "../../../frame/queries";
import { FACTS } from "../kinds/facts";
import { promptsQuery, samplePrompt } from "./prompt";

const ROLES = ["read", "scene", "topic", "write"] as const;

/** What workers are asked: a prompt of the stage, or a sample, and each thing that is wanted for it. */
export default function PromptPreview({ stage, schema }: { stage: Stage; schema: PromptSchema }) {
  const { t, i18n } = useTranslation(["projects", "collecting"]);
  const [at, setAt] = useState(0);
  const prompts = useQuery(promptsQuery(stage)).data ?? [];
  const kinds = new Set(schema.labels.map(({ kind }) => kind as string));
  const prompt = prompts[at % Math.max(1, prompts.length)] ?? samplePrompt(kinds);
  return (
    <>
      <div className="preview-window prompt-window">
        <ul className="col g12">
          {prompt.parts.map((part) => {
            const role = ROLES.find((one) => one === part.role);
            return (
              <li key={part.id}>
                <p className="label t3">
                  {role === undefined ? part.role : t(`collecting:prompts.roles.${role}`)}
                </p>
                <p className="prompt-text">{part.text}</p>
              </li>
            );
          })}
        </ul>
        <ul className="col g8">
          {schema.labels.map((label) => (
            <li key={label.name} className="row g8 prompt-asked">
              <Icon of={FACTS[label.kind].icon} size={20} className="t2" />
              <span className="grow">
                <b className="block">{nameOf(label, i18n.language)}</b>
                <Limits label={label} />
              </span>
            </li>
          ))}
        </ul>
      </div>
      <div className="row between label">
        <span className="t2">
          {t(prompts.length === 0 ? "projects:preview.prompt_sample" : "projects:preview.prompt")}
        </span>
        {prompts.length > 1 && (
          <Button look="text" onPress={() => setAt(at + 1)}>
            {t("projects:preview.other_prompt")}
          </Button>
        )}
      </div>
    </>
  );
}

/** What is checked of a take, in a line. */
function Limits({ label }: { label: PromptSchema["labels"][number] }) {
  const { t } = useTranslation("projects");
  const said = (() => {
    switch (label.kind) {
      case "recording":
        return [
          `${label.min_seconds ?? 1}–${label.max_seconds ?? 600} ${t("labels.taken_unit.s")}`,
          `${(label.container ?? "wav").toUpperCase()} ${(label.rate ?? 16_000) / 1000} kHz`,
          t(`labels.taken_value.channels_${label.channels ?? 1}`),
          t(`labels.taken_value.${label.takes ?? "one"}`),
        ];
      case "photograph":
        return [
          `${label.min_width ?? 640} × ${label.min_height ?? 480} ${t("labels.taken_unit.px")}`,
          `${label.count_min ?? 1}–${label.count_max ?? 1} ${t("labels.taken_unit.pieces")}`,
        ];
      case "film":
        return [
          `${label.min_seconds ?? 1}–${label.max_seconds ?? 600} ${t("labels.taken_unit.s")}`,
          `${label.min_width ?? 320} × ${label.min_height ?? 240} ${t("labels.taken_unit.px")}`,
        ];
      case "file":
        return [
          ...(label.types ?? []),
          `${Math.round((label.max_bytes ?? 100 << 20) / (1 << 20))} MB`,
        ];
      default:
        return [t(`labels.kind.${label.kind}`)];
    }
  })();
  return <span className="label t3">{said.join(" · ")}</span>;
}
