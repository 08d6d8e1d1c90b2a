import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";

/** How long people learned in this project, by person and month, as a file. */
export function Hours({ projectId }: { projectId: number }) {
  const { t } = useTranslation("courses");
  return (
    <section className="col g8 training-hours">
      <h2 className="title">{t("hours.title")}</h2>
      <p className="t2">{t("hours.hint")}</p>
      <div>
        <a className="btn line" href={`/api/v1/projects/${projectId}/training.csv`} download>
          <Icon of={Download} />
          {t("hours.download")}
        </a>
      </div>
    </section>
  );
}
