import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";

/** The editor's page while a question is on its way, or when it could not be had. */
export function Waiting({
  path,
  name,
  read,
}: {
  path: { projectId: string; courseId: string };
  name: string;
  read: { error: unknown; refetch: () => unknown };
}) {
  const { t } = useTranslation("learn");
  return (
    <div data-density="comfortable" className="pagew">
      <main id="content" className="col g16">
        <Link to="/learn/$projectId/$courseId" params={path} className="label t3 row g6 touch">
          <Icon of={ArrowLeft} size={16} />
          {t("back_to_course")}
        </Link>
        <h1 className="title">{name}</h1>
        {read.error === null ? (
          <Skeleton lines={6} />
        ) : (
          <Fault error={read.error} retry={read.refetch} />
        )}
      </main>
    </div>
  );
}
