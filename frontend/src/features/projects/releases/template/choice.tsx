import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Fault } from "~/ui/fault";
import { Select } from "~/ui/field";
import { templatesQuery } from "./queries";

type Props = {
  projectId: number;
  chosen: number | undefined;
  onChoose: (templateId: number | undefined) => void;
};

/** Which of the project's templates a release is laid out by. */
export function TemplateChoice({ projectId, chosen, onChoose }: Props) {
  const { t } = useTranslation("templates");
  const { data, error, refetch } = useQuery(templatesQuery(projectId));
  const first = data?.items[0]?.id;
  useEffect(() => {
    if (chosen === undefined && first !== undefined) onChoose(first);
  }, [chosen, first, onChoose]);
  if (error !== null) return <Fault error={error} retry={() => refetch()} />;
  if (data === undefined) return null;
  if (data.items.length === 0)
    return (
      <p className="hint">
        {t("choice.none")}{" "}
        <Link
          to="/projects/$projectId/releases/templates"
          params={{ projectId: String(projectId) }}
          className="acc strong"
        >
          {t("make")}
        </Link>
      </p>
    );
  return (
    <Select
      label={t("choice.name")}
      value={String(chosen ?? first)}
      onChange={(id) => onChoose(Number(id))}
      options={data.items.map((one) => ({
        id: String(one.id),
        name: one.name,
        detail: t("choice.version", { n: one.version }),
      }))}
    />
  );
}
