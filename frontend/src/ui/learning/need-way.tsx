import { useTranslation } from "react-i18next";
import type { Need } from "~/api/routing";
import { useFormat } from "~/i18n/format";
import { useProfileWords } from "~/i18n/profile";
import { LinkButton } from "../button";
import { Progress } from "../page";

/** What one need is about in particular, and the way to what changes it; nothing where it is said
 * whole already. */
export function NeedWay({ need }: { need: Need }) {
  switch (need.code) {
    case "certificate_missing":
    case "certificate_expired":
      return <Courses need={need} />;
    case "too_few_accepted":
    case "share_too_low":
      return <Figures need={need} />;
    case "language":
    case "region":
      return <Profile need={need} />;
    case "device":
      return <Devices need={need} />;
    case "team":
      return need.teams == null ? null : <p className="label t3">{need.teams.join(", ")}</p>;
    case "paused":
      return <Noticed need={need} />;
    case "guideline_unread":
      return <Guideline need={need} />;
    case "day_limit":
    case "share_taken":
      return <Again need={need} />;
    default:
      return null;
  }
}

function Courses({ need }: { need: Need }) {
  const { t } = useTranslation("learn");
  const { full } = useFormat();
  return (
    <ul className="col g12">
      {need.courses?.map((course) => (
        <li key={`${course.project_id}.${course.course_id}`} className="col g6">
          {course.state === "closed" ? (
            <span className="label t3">{t("need.closed", { title: course.title })}</span>
          ) : (
            <>
              <LinkButton
                to="/learn/$projectId/$courseId"
                params={{
                  projectId: String(course.project_id),
                  courseId: String(course.course_id),
                }}
                look="primary"
                full
              >
                {t(course.passed ? "need.renew" : "need.learn", { title: course.title })}
              </LinkButton>
              {course.next_attempt_at !== null && (
                <span className="label t3">
                  {t("why_not.attempt_too_soon", { at: full(course.next_attempt_at) })}
                </span>
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Guideline({ need }: { need: Need }) {
  const { t } = useTranslation("market");
  return (
    <LinkButton
      to="/guideline/$projectId/$stageId"
      params={{ projectId: String(need.project_id), stageId: String(need.stage_id) }}
      look="primary"
      full
    >
      {t("act.guideline_unread")}
    </LinkButton>
  );
}

function Figures({ need }: { need: Need }) {
  const { t } = useTranslation("learn");
  const { number, percent } = useFormat();
  const has = need.has ?? 0;
  if (need.code === "share_too_low")
    return (
      <p className="label t2">
        {t("need.share", { has: percent(has), share: percent(need.share ?? 0) })}
      </p>
    );
  const wanted = need.answers ?? 0;
  const says = t(need.of === "verdicts" ? "need.verdicts" : "need.answers", {
    has: number(has),
    answers: number(wanted),
  });
  return (
    <div className="col g6">
      <Progress done={has} total={wanted} label={says} />
      <p className="label t2">{says}</p>
    </div>
  );
}

function Profile({ need }: { need: Need }) {
  const { t } = useTranslation("learn");
  const words = useProfileWords();
  const wanted =
    need.code === "language"
      ? (need.languages ?? []).map((one) => words.value("language", one))
      : (need.regions ?? []).map((one) => words.value("lives", one));
  return (
    <div className="col g8">
      <p className="label t2">{t("need.wanted", { what: wanted.join(", ") })}</p>
      <LinkButton to="/account" hash="taking-part" look="line">
        {t("need.profile")}
      </LinkButton>
    </div>
  );
}

const DEVICES = ["phone", "tablet", "desktop"] as const;

function Devices({ need }: { need: Need }) {
  const { t } = useTranslation("learn");
  const wanted = DEVICES.filter((one) => need.devices?.includes(one));
  return (
    <p className="label t2">
      {t("need.wanted", { what: wanted.map((one) => t(`device.${one}`)).join(", ") })}
    </p>
  );
}

function Noticed({ need }: { need: Need }) {
  const { t } = useTranslation("learn");
  return need.hit_id == null ? (
    <LinkButton to="/noticed" look="primary" className="self-start">
      {t("need.noticed")}
    </LinkButton>
  ) : (
    <LinkButton
      to="/noticed/$hitId"
      params={{ hitId: String(need.hit_id) }}
      look="primary"
      className="self-start"
    >
      {t("need.noticed")}
    </LinkButton>
  );
}

function Again({ need }: { need: Need }) {
  const { t } = useTranslation("learn");
  const { full } = useFormat();
  const at = need.again_at ?? need.until;
  return at == null ? null : <p className="label t2">{t("need.again", { at: full(at) })}</p>;
}
