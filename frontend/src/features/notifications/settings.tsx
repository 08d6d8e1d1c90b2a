import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { BackLink } from "~/ui/back-link";
import { Fault, Skeleton } from "~/ui/fault";
import { Select, Switch } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import { Browsers } from "./browsers";
import { Hours } from "./hours";
import { type Telling, type Topic, tellingQuery, useChoose } from "./queries";
import "./notifications.css";

const MAIL = ["at_once", "daily", "off"] as const;

/** What one hears of, by which way, and when. */
export function Settings() {
  const { t } = useTranslation("telling");
  const telling = useQuery(tellingQuery);
  const choose = useChoose();
  return (
    <div className="told">
      <BackLink to="/notifications">{t("back")}</BackLink>
      <PageTitle name={t("name")}>{t("title")}</PageTitle>
      <Fault error={telling.error} retry={() => telling.refetch()} />
      <Fault error={choose.error} />
      {telling.isPending && <Skeleton lines={8} />}
      {telling.data !== undefined && (
        <>
          <Topics telling={telling.data} onChoose={choose.mutate} />
          <Hours telling={telling.data} onChoose={choose.mutate} />
          <Browsers telling={telling.data} />
        </>
      )}
    </div>
  );
}

function Topics({ telling, onChoose }: { telling: Telling; onChoose: (next: Telling) => void }) {
  const { t } = useTranslation("telling");
  const put = (next: Topic) =>
    onChoose({
      ...telling,
      topics: telling.topics.map((one) => (one.topic === next.topic ? next : one)),
    });
  const pushed = telling.browsers.length > 0;
  return (
    <section className="sec">
      <h2 className="title">{t("topics")}</h2>
      <p className="label t3">{t("topics_hint", { email: telling.email })}</p>
      <ul className="list">
        {telling.topics.map((one) => {
          const name = t(`topic.${one.topic}`);
          return (
            <li key={one.topic} className="told-topic">
              <span className="grow">
                <b className="block">{name}</b>
                <span className="label t3">{t(`topic_hint.${one.topic}`)}</span>
              </span>
              <span className="told-ways">
                <Select
                  label={t("mail")}
                  aria-label={t("mail_of", { topic: name })}
                  value={one.mail}
                  onChange={(mail) => put({ ...one, mail: mail as Topic["mail"] })}
                  options={MAIL.map((id) => ({ id, name: t(`how.${id}`) }))}
                />
                <Switch
                  aria-label={t("push_of", { topic: name })}
                  isSelected={pushed && one.push === "at_once"}
                  isDisabled={!pushed}
                  onChange={(on) => put({ ...one, push: on ? "at_once" : "off" })}
                >
                  {t("push")}
                </Switch>
              </span>
            </li>
          );
        })}
      </ul>
      {!pushed && <p className="hint mt-2">{t("push_first")}</p>}
    </section>
  );
}
