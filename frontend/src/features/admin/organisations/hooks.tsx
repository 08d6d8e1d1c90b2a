import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { BackLink } from "~/ui/back-link";
import { HookView } from "~/ui/hooks/hook";
import { Hooks } from "~/ui/hooks/list";

/** Programs elsewhere that are told of the organisation's payouts. */
export function HouseHooks({ organisationId }: { organisationId: number }) {
  const { t } = useTranslation("hooks");
  return (
    <section className="sec">
      <h2 className="title">{t("title")}</h2>
      <Hooks
        home={{ of: "organisation", id: organisationId }}
        link={(hook) => (
          <Link
            to="/admin/organisations/$organisationId/hooks/$hookId"
            params={{ organisationId: String(organisationId), hookId: String(hook.id) }}
            className="row-link break"
          >
            {hook.name}
          </Link>
        )}
      />
    </section>
  );
}

/** One of them. */
export function HouseHookPage() {
  const { t } = useTranslation("hooks");
  const { organisationId, hookId } = useParams({
    from: "/inside/admin/organisations/$organisationId/hooks/$hookId",
  });
  const go = useNavigate();
  const back = { to: "/admin/organisations/$organisationId", params: { organisationId } } as const;
  return (
    <div className="adm-narrow">
      <BackLink {...back}>{t("title")}</BackLink>
      <HookView
        home={{ of: "organisation", id: Number(organisationId) }}
        hookId={Number(hookId)}
        onGone={() => go(back)}
      />
    </div>
  );
}
