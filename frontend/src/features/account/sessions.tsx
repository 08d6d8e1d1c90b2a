import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { LogOut, Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useForget } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { deviceOf } from "./device";

/** The browsers in which one is signed in, and the way out of all of them. */
export function Sessions() {
  const { t } = useTranslation("account");
  const { day } = useFormat();
  const go = useNavigate();
  const forget = useForget();
  const [asking, setAsking] = useState(false);
  const sessions = useQuery({
    queryKey: ["sessions"],
    queryFn: () => must(api.GET("/api/v1/sessions")),
  });
  const out = async () => {
    await must(api.DELETE("/api/v1/sessions"));
    await go({ to: "/sign-in" });
    await forget();
  };
  return (
    <section className="sec">
      <h2 className="title">{t("sessions.title")}</h2>
      <Fault error={sessions.error} retry={() => sessions.refetch()} />
      {sessions.isPending && <Skeleton lines={2} />}
      <ul className="list">
        {sessions.data?.map((one) => {
          const device = deviceOf(one.user_agent);
          return (
            <li key={`${one.created_at}${one.expires_at}`}>
              <span className="thumb">
                <Icon of={device?.phone ? Smartphone : Monitor} />
              </span>
              <span className="grow">
                <b className="block clip">{device?.name ?? t("sessions.unknown")}</b>
                <span className="label t3">
                  {t("sessions.since", { day: day(one.created_at) })} ·{" "}
                  {t("sessions.until", { day: day(one.expires_at) })}
                </span>
              </span>
              {one.current && <span className="pill">{t("sessions.here")}</span>}
            </li>
          );
        })}
      </ul>
      <div className="col">
        <Button look="line" onPress={() => setAsking(true)}>
          <Icon of={LogOut} size={16} />
          {t("sessions.everywhere")}
        </Button>
      </div>
      <Confirm
        title={t("sessions.everywhere_ask")}
        open={asking}
        onClose={() => setAsking(false)}
        act={out}
        word={t("sessions.do")}
      >
        <p className="t2">{t("sessions.everywhere_hint")}</p>
      </Confirm>
    </section>
  );
}
