import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { LogOut, Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useForget } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { deviceOf } from "./device";

type Login = Schema<"LoginView">;

/** The browsers in which one is signed in, and the way out of each, or of all. */
export function Sessions() {
  const { t } = useTranslation("account");
  const { ago, day } = useFormat();
  const go = useNavigate();
  const forget = useForget();
  const client = useQueryClient();
  const [asking, setAsking] = useState<"all" | "others" | Login | null>(null);
  const sessions = useQuery({
    queryKey: ["sessions"],
    queryFn: () => must(api.GET("/api/v1/sessions")),
  });
  const out = async () => {
    if (asking === "all") {
      await must(api.DELETE("/api/v1/sessions"));
      await go({ to: "/sign-in" });
      await forget();
      return;
    }
    if (asking === "others") await must(api.DELETE("/api/v1/sessions/others"));
    else if (asking !== null) {
      const path = { login_id: asking.id };
      await must(api.DELETE("/api/v1/sessions/{login_id}", { params: { path } }));
    }
    await client.invalidateQueries({ queryKey: ["sessions"] });
  };
  const called = (login: Login) => deviceOf(login.user_agent)?.name ?? t("sessions.unknown");
  const way = (login: Login) =>
    [
      t(`sessions.by.${login.opened_by}`),
      login.second !== null && t(`sessions.second.${login.second}`),
    ]
      .filter(Boolean)
      .join(" + ");
  return (
    <section className="sec">
      <h2 className="title">{t("sessions.title")}</h2>
      <Fault error={sessions.error} retry={() => sessions.refetch()} />
      {sessions.isPending && <Skeleton lines={2} />}
      <ul className="list">
        {sessions.data?.map((one) => {
          const device = deviceOf(one.user_agent);
          return (
            <li key={one.id}>
              <span className="thumb">
                <Icon of={device?.phone ? Smartphone : Monitor} />
              </span>
              <span className="grow">
                <b className="block clip">{called(one)}</b>
                <span className="label t3">
                  {t("sessions.used", { ago: ago(one.used_at) })} ·{" "}
                  {t("sessions.since", { day: day(one.created_at) })} · {way(one)}
                </span>
              </span>
              {one.current ? (
                <span className="pill">{t("sessions.here")}</span>
              ) : (
                <Button look="ghost" onPress={() => setAsking(one)}>
                  {t("sessions.do")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <div className="col g8">
        {(sessions.data?.length ?? 0) > 1 && (
          <Button look="line" onPress={() => setAsking("others")}>
            <Icon of={LogOut} size={16} />
            {t("sessions.others")}
          </Button>
        )}
        <Button look="line" onPress={() => setAsking("all")}>
          <Icon of={LogOut} size={16} />
          {t("sessions.everywhere")}
        </Button>
      </div>
      <Confirm
        title={t(
          asking === "all"
            ? "sessions.everywhere_ask"
            : asking === "others"
              ? "sessions.others_ask"
              : "sessions.one_ask",
        )}
        open={asking !== null}
        onClose={() => setAsking(null)}
        act={out}
        word={t("sessions.do")}
      >
        {asking !== null && typeof asking === "object" && (
          <p className="strong">{called(asking)}</p>
        )}
        <p className="t2">
          {t(asking === "all" ? "sessions.everywhere_hint" : "sessions.out_hint")}
        </p>
      </Confirm>
    </section>
  );
}
