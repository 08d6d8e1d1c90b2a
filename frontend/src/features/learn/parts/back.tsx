import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button";
import { Icon } from "~/ui/icons";

/** Out of the editor, to the course. */
export function Back({ course }: { course: { projectId: string; courseId: string } }) {
  const { t } = useTranslation("learn");
  return (
    <LinkButton
      to="/learn/$projectId/$courseId"
      params={course}
      look="ghost"
      square
      aria-label={t("back_to_course")}
    >
      <Icon of={ArrowLeft} />
    </LinkButton>
  );
}
