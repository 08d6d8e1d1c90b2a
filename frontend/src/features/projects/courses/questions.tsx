import { useSuspenseQuery } from "@tanstack/react-query";
import { ListChecks, PencilLine } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Note } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import type { ShownModality } from "~/ui/modality";
import { schemaQuery } from "../design/versions";
import type { Stage } from "../frame/queries";
import { Pick } from "./pick";
import { type Course, questionsQuery, type Use } from "./queries";
import { QuestionCard } from "./question";

const USES = ["practice", "exam"] as const;

/** Tasks whose right answer is known: to practise with, and for exams to draw from. */
export function Questions({ course, stage }: { course: Course; stage: Stage }) {
  const { t } = useTranslation("courses");
  const schema = useSuspenseQuery(schemaQuery(stage)).data;
  if (schema?.modality === "prompt")
    return (
      <Note icon={PencilLine}>
        <p>{t("question.prompt")}</p>
      </Note>
    );
  if (schema === null)
    return (
      <Note icon={PencilLine}>
        <p>{t("write.no_schema")}</p>
      </Note>
    );
  return (
    <div className="col g24">
      {USES.map((use) => (
        <OfUse key={use} course={course} use={use} modality={schema.modality} />
      ))}
    </div>
  );
}

function OfUse({ course, use, modality }: { course: Course; use: Use; modality: ShownModality }) {
  const { t } = useTranslation("courses");
  const list = useSuspenseQuery(questionsQuery(course.project_id, course.id)).data;
  const own = list.filter((one) => one.use === use);
  const [picking, setPicking] = useState<"accepted" | "write" | null>(null);
  return (
    <section className="col g12">
      <div className="row between wrap">
        <h2 className="title">{t(`question.use_n.${use}`, { n: own.length })}</h2>
        {course.state !== "retired" && (
          <span className="row wrap">
            {course.level === 0 && (
              <Button look="line" onPress={() => setPicking("accepted")}>
                <Icon of={ListChecks} />
                {t("question.pick")}
              </Button>
            )}
            <Button look="line" onPress={() => setPicking("write")}>
              <Icon of={PencilLine} />
              {t("question.write")}
            </Button>
          </span>
        )}
      </div>
      {own.length === 0 ? (
        <p className="hint">{t(`question.none.${use}`)}</p>
      ) : (
        <ul className="questions" aria-label={t(`question.use.${use}`)}>
          {own.map((one) => (
            <QuestionCard key={one.id} course={course} question={one} modality={modality} />
          ))}
        </ul>
      )}
      {picking !== null && (
        <Pick
          course={course}
          use={use}
          writes={picking === "write"}
          there={own.map((one) => one.item_id)}
          onClose={() => setPicking(null)}
        />
      )}
    </section>
  );
}
