import { useTranslation } from "react-i18next";
import { BackLink } from "~/ui/back-link";
import { Fault, Skeleton } from "~/ui/fault";

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
        <BackLink to="/learn/$projectId/$courseId" params={path}>
          {t("back_to_course")}
        </BackLink>
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
