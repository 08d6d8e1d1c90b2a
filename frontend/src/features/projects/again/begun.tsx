import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { meQuery } from "~/api/session";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import type { Begun } from "./queries";

/** Goes to a project that has just begun, once everybody here knows of it. */
export function useArrive() {
  const go = useNavigate();
  const client = useQueryClient();
  return async ({ project }: Begun) => {
    await client.refetchQueries({ queryKey: meQuery.queryKey });
    await client.invalidateQueries({ queryKey: ["projects"] });
    await go({
      to: "/projects/$projectId/design",
      params: { projectId: String(project.id) },
    });
  };
}

/** What of a design could not be had any more, before going on to the project. */
export function LeftOut({ begun }: { begun: Begun }) {
  const { t, i18n } = useTranslation(["again", "problems"]);
  const arrive = useArrive();
  const go = () => arrive(begun);
  return (
    <Dialog title={t("left_out_title")} open onClose={go}>
      <p>{t("left_out_means")}</p>
      <ul className="col g8">
        {begun.left_out.map((one) => (
          <li key={`${one.what} ${one.stage} ${one.code}`} className="break">
            <b>{[one.stage, t(`what.${one.what}` as "what.prices")].filter(Boolean).join(" · ")}</b>{" "}
            {i18n.exists(one.code, { ns: "problems" })
              ? t(`problems:${one.code}` as "problems:broken")
              : one.detail}
          </li>
        ))}
      </ul>
      <Button look="primary" onPress={go}>
        {t("go")}
      </Button>
    </Dialog>
  );
}
