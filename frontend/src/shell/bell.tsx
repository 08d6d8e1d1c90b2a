import { useQuery } from "@tanstack/react-query";
import { Bell as BellGlyph } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { LinkButton } from "~/ui/button";
import { Icon } from "~/ui/icons";

/** How many words to this person wait to be read, and the way to them. */
export function Bell() {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["notifications", "unread"],
    queryFn: () => must(api.GET("/api/v1/notifications/unread")),
    refetchInterval: 60_000,
  });
  const n = data?.count ?? 0;
  return (
    <LinkButton to="/notifications" look="ghost" square className="bell">
      <Icon of={BellGlyph} />
      <span className="sr-only">
        {n > 0 ? t("nav.notifications_n", { n }) : t("nav.notifications")}
      </span>
      {n > 0 && (
        <span className="count hot" aria-hidden="true">
          {n > 99 ? "99+" : n}
        </span>
      )}
    </LinkButton>
  );
}
