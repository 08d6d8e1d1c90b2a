import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, CircleSlash, Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { RadioGroup, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { Mark } from "~/ui/state";
import { toast } from "~/ui/toast";
import { stay } from "../data/stay";
import { useMakes } from "../frame/manages";
import { useProject, useProjectId } from "../frame/queries";
import { type Check, checksQuery } from "./queries";

const ANSWERS = ["met", "open", "not_needed"] as const;
const LOOK = {
  met: [CircleCheck, "ok"],
  open: [CircleDashed, "warn"],
  not_needed: [CircleSlash, "off"],
} as const;

/** How the set is made: what the platform knows, what a manager says, where the evidence lies. */
export function Checklist() {
  const { t } = useTranslation("reports");
  const { number } = useFormat();
  const projectId = useProjectId();
  const makes = useMakes(useProject());
  const { data: checks } = useSuspenseQuery(checksQuery(projectId));
  const [asked, setAsked] = useState<Check | null>(null);
  const open = checks.filter((one) => one.answer === "open").length;
  return (
    <div className="narrow">
      <PageTitle name={t("tabs.checks")}>
        {open === 0 ? t("check.title_done") : t("check.title", { n: number(open) })}
      </PageTitle>
      <ul>
        {checks.map((one) => (
          <Line key={one.code} check={one} {...(makes ? { onAnswer: () => setAsked(one) } : {})} />
        ))}
      </ul>
      {asked !== null && (
        <Answer
          key={asked.code}
          projectId={projectId}
          check={asked}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}

function Line({ check, onAnswer }: { check: Check; onAnswer?: () => void }) {
  const { t } = useTranslation("reports");
  const { number } = useFormat();
  const [icon, tone] = LOOK[check.answer];
  const facts = Object.entries(check.facts).map(([name, n]) =>
    t(`facts.${name as "courses"}`, { n: number(n) }),
  );
  return (
    <li className="report-check">
      <div className="col g4">
        <p className="strong">{t(`check.lines.${check.code as "consent"}`)}</p>
        {facts.length > 0 && <p className="label t2">{facts.join(" · ")}</p>}
        {check.note !== "" && <p>{check.note}</p>}
        {check.links.map((link) => (
          <a key={link} className="link label break" href={link} rel="noreferrer" target="_blank">
            {link}
          </a>
        ))}
      </div>
      <div className="row">
        <Mark icon={icon} tone={tone}>
          {t(`check.answers.${check.answer}`)}
        </Mark>
        {onAnswer !== undefined && (
          <Button
            look="ghost"
            square
            aria-label={t("check.answer_of", { line: t(`check.lines.${check.code as "consent"}`) })}
            onPress={onAnswer}
          >
            <Icon of={Pencil} size={16} />
          </Button>
        )}
      </div>
    </li>
  );
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one !== "");

function Answer({
  projectId,
  check,
  onClose,
}: {
  projectId: number;
  check: Check;
  onClose: () => void;
}) {
  const { t } = useTranslation("reports");
  const client = useQueryClient();
  const [answer, setAnswer] = useState(check.answer);
  const [note, setNote] = useState(check.note);
  const [links, setLinks] = useState(check.links.join("\n"));
  const [wrong, setWrong] = useState(false);
  const act = async () => {
    if (linesOf(links).some((one) => !/^https?:\/\/\S+$/.test(one))) {
      setWrong(true);
      return stay();
    }
    await must(
      api.PUT("/api/v1/projects/{project_id}/checks/{line}", {
        params: { path: { project_id: projectId, line: check.code } },
        body: { answer, note: note.trim(), links: linesOf(links) },
      }),
    );
    await client.invalidateQueries({ queryKey: ["project", projectId] });
    toast(t("saved"));
  };
  return (
    <Confirm
      title={t(`check.lines.${check.code as "consent"}`)}
      open
      onClose={onClose}
      act={act}
      word={t("save")}
    >
      <RadioGroup
        label={t("check.how")}
        options={ANSWERS.map((id) => ({ id, name: t(`check.answers.${id}`) }))}
        value={answer}
        onChange={(next) => setAnswer(next as Check["answer"])}
      />
      <TextField
        label={t("check.note")}
        value={note}
        onChange={setNote}
        rows={3}
        maxLength={2000}
      />
      <TextField
        label={t("check.links")}
        hint={t("check.links_hint")}
        error={wrong ? t("check.links_wrong") : undefined}
        value={links}
        onChange={(next) => {
          setLinks(next);
          setWrong(false);
        }}
        rows={3}
      />
    </Confirm>
  );
}
