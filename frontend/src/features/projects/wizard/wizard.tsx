import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ComponentType, useCallback, useMemo, useRef } from "react";
import { type Project, projectQuery, type Stage, stagesQuery } from "../frame/queries";
import "../projects.css";
import { STEPS, type StepId, useDone, WizardContext } from "./state";
import { StepList } from "./step-list";
import { Basics } from "./steps/basics";
import { BudgetStep } from "./steps/budget";
import { Classes } from "./steps/classes";
import { Data } from "./steps/data";
import { GuidelineStep } from "./steps/guideline";
import { Inspection } from "./steps/inspection";
import { Opening } from "./steps/opening";
import { PeopleStep } from "./steps/people";
import { Prices } from "./steps/prices";

const LATER: Record<Exclude<StepId, "basics">, ComponentType> = {
  data: Data,
  classes: Classes,
  guideline: GuidelineStep,
  inspection: Inspection,
  prices: Prices,
  people: PeopleStep,
  budget: BudgetStep,
  open: Opening,
};

/** From nothing to an open project. Every step is on the server before the next one begins. */
export function Wizard() {
  const { project } = useSearch({ from: "/inside/projects-frame/projects/new" });
  return project === undefined ? <Fresh /> : <GoingOn key={project} projectId={project} />;
}

function Fresh() {
  const done = useDone(null, null);
  return (
    <div className="wizard">
      <StepList here="basics" done={done} begun={false} onGo={() => undefined} />
      <Basics project={null} stage={null} />
    </div>
  );
}

function GoingOn({ projectId }: { projectId: number }) {
  const project = useSuspenseQuery(projectQuery(projectId)).data;
  const stages = useSuspenseQuery(stagesQuery(projectId)).data;
  const stage = stages.find((one) => one.state !== "cancelled") ?? null;
  return <Steps project={project} stage={stage} />;
}

function Steps({ project, stage }: { project: Project; stage: Stage | null }) {
  const { step } = useSearch({ from: "/inside/projects-frame/projects/new" });
  const move = useNavigate();
  const done = useDone(project, stage);
  const saver = useRef<(() => Promise<boolean>) | null>(null);
  const hold = useCallback((save: (() => Promise<boolean>) | null) => {
    saver.current = save;
  }, []);
  const go = useCallback(
    async (next: StepId) => {
      // What cannot be saved yet is kept on this device, so that going elsewhere is always free.
      await saver.current?.();
      await move({ to: "/projects/new", search: { project: project.id, step: next } });
      window.scrollTo(0, 0);
    },
    [move, project.id],
  );
  const first = STEPS.find((id) => !done[id] && id !== "guideline" && id !== "people") ?? "open";
  const here = stage === null ? "basics" : (STEPS.find((id) => id === step) ?? first);
  const wizardry = useMemo(
    () => (stage === null ? null : { project, stage, go, hold }),
    [project, stage, go, hold],
  );
  const Later = here === "basics" ? null : LATER[here];
  return (
    <div className="wizard">
      <StepList here={here} done={done} begun={stage !== null} onGo={go} />
      {Later === null || wizardry === null ? (
        <Basics project={project} stage={stage} />
      ) : (
        <WizardContext value={wizardry}>
          <Later key={here} />
        </WizardContext>
      )}
    </div>
  );
}
