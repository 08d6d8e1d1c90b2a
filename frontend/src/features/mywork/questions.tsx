import { Link } from "@tanstack/react-router";
import { Clock, MessageCircleQuestion } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { Mark } from "~/ui/state";
import { ListFrame, usePaged } from "~/ui/table";

/** What one has asked while working, and what was answered. */
export function MyQuestions() {
  const { t } = useTranslation("asking");
  const { number, full, ago } = useFormat();
  const list = usePaged(["me", "questions"], (after) =>
    must(api.GET("/api/v1/me/questions", { params: { query: { after, limit: 50 } } })),
  );
  const rows = rowsOf(list);
  const waits = rows.filter((one) => one.state !== "answered").length;
  return (
    <>
      <PageTitle name={t("page")}>
        {!list.isSuccess
          ? t("page")
          : rows.length === 0
            ? t("page_title_none")
            : waits === 0
              ? t("page_title_all")
              : t("page_title", { n: number(waits) })}
      </PageTitle>
      <ListFrame
        list={list}
        none={
          <Empty icon={MessageCircleQuestion}>
            <p>{t("page_hint")}</p>
          </Empty>
        }
      >
        <ul className="col g16">
          {rows.map((one) => (
            <li key={one.id} className="col g8">
              <p className="strong whitespace-pre-line break">{one.text}</p>
              <p className="label t3">
                {one.project} · <span className="break">{one.item}</span> · {ago(one.asked_at)}
              </p>
              {one.answer === null ? (
                <Mark icon={Clock}>{t(one.holds ? "held" : "waits")}</Mark>
              ) : (
                <>
                  <p className="whitespace-pre-line break t2">{one.answer}</p>
                  {one.answered_at !== null && (
                    <p className="label t3">{t("answered_at", { at: full(one.answered_at) })}</p>
                  )}
                </>
              )}
              {one.level === 0 && (
                <Link
                  to="/work/$projectId/$assignmentId"
                  params={{
                    projectId: String(one.project_id),
                    assignmentId: String(one.assignment_id),
                  }}
                  className="link self-start"
                >
                  {t("go")}
                </Link>
              )}
            </li>
          ))}
        </ul>
      </ListFrame>
    </>
  );
}
