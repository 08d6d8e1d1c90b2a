import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { Codes } from "./codes";
import { Outside } from "./outside";
import { Passkeys } from "./passkeys";
import { SetUpTotp } from "./totp";

/** What one has, by the server. */
export const useFactors = () =>
  useQuery({
    queryKey: ["factors"],
    queryFn: () => must(api.GET("/api/v1/me/factors")),
  });

/** The second step of signing in: an app, passkeys, codes on paper. */
export function Factors({ heads = true }: { heads?: boolean }) {
  const { t } = useTranslation("proof");
  const { day } = useFormat();
  const client = useQueryClient();
  const factors = useFactors();
  const [asking, setAsking] = useState<"set_up" | "remove" | "codes" | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const read = () => client.invalidateQueries({ queryKey: ["factors"] });
  const close = () => setAsking(null);
  const remove = async () => {
    await must(api.DELETE("/api/v1/me/factors/totp"));
    await read();
    toast(t("removed"));
  };
  const renew = async () => {
    const made = await must(api.POST("/api/v1/me/factors/codes"));
    await read();
    setCodes(made.codes);
  };
  const has = factors.data;
  const since = has?.totp_since ?? null;
  return (
    <section className="sec">
      {heads && <h2 className="title">{t("title")}</h2>}
      {heads && <p className="t2">{t("hint")}</p>}
      <Fault error={factors.error} retry={() => factors.refetch()} />
      {factors.isPending && <Skeleton lines={3} />}
      {has !== undefined && (
        <>
          <ul className="list">
            <li>
              <span className="thumb">
                <Icon of={Smartphone} />
              </span>
              <span className="grow">
                <b className="block">{t("totp")}</b>
                <span className="label t3">
                  {since === null ? t("totp_off") : t("totp_since", { day: day(since) })}
                </span>
              </span>
              {since === null ? (
                <Button onPress={() => setAsking("set_up")}>{t("set_up")}</Button>
              ) : (
                <Button look="ghost" onPress={() => setAsking("remove")}>
                  {t("remove")}
                </Button>
              )}
            </li>
          </ul>
          <Passkeys passkeys={has.passkeys} onCodes={setCodes} />
          <Outside linked={has.outside} />
          {(since !== null || has.passkeys.length > 0) && (
            <div className="row between self-way">
              <span>
                <b className="block">{t("codes")}</b>
                <span className="label t3">{t("codes_left", { n: has.codes_left })}</span>
              </span>
              <Button look="ghost" onPress={() => setAsking("codes")}>
                {t("codes_new")}
              </Button>
            </div>
          )}
        </>
      )}
      {asking === "set_up" && (
        <SetUpTotp
          onClose={close}
          onDone={async (made) => {
            close();
            await read();
            if (made === null) toast(t("totp_on"));
            else setCodes(made);
          }}
        />
      )}
      <Confirm
        title={t("totp_remove_ask")}
        open={asking === "remove"}
        onClose={close}
        act={remove}
        word={t("remove")}
        danger
      >
        <p className="t2">{t("totp_remove_hint")}</p>
      </Confirm>
      <Confirm
        title={t("codes_ask")}
        open={asking === "codes"}
        onClose={close}
        act={renew}
        word={t("codes_new")}
      >
        <p className="t2">{t("codes_ask_hint")}</p>
      </Confirm>
      {codes !== null && <Codes codes={codes} onClose={() => setCodes(null)} />}
    </section>
  );
}
