import { useTranslation } from "react-i18next";
import { Enrolment } from "../../people/enrolment";
import { Invitations } from "../../people/invitations";
import { Invite } from "../../people/invite";
import { useWizard } from "../state";
import { StepFrame } from "../step-frame";

/** Who works and who inspects. */
export function PeopleStep() {
  const { t } = useTranslation("projects");
  const { project } = useWizard();
  return (
    <StepFrame id="people" hint={t("wizard.people_hint")}>
      <Enrolment project={project} />
      <section className="col g12">
        <h2 className="title">{t("people.invite_title")}</h2>
        <Invite projectId={project.id} />
        <Invitations projectId={project.id} />
      </section>
    </StepFrame>
  );
}
