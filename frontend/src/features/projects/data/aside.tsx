import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, ArrowUpRight, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { shortName } from "./grid";
import { Glance } from "./item/answers";
import { Facts } from "./item/facts";
import { Timeline } from "./item/timeline";
import { ItemMark } from "./marks";
import { type Item, itemQuery } from "./queries";

type Props = {
  projectId: number;
  itemId: number;
  /** The list beside it, for the way up and down. */
  order: readonly Item[];
  onShow: (item: number) => void;
  onClose: () => void;
};

/** One item beside the list: its picture, and what happened to it. */
export function Aside({ projectId, itemId, order, onShow, onClose }: Props) {
  const { t } = useTranslation("data");
  const item = useQuery(itemQuery(projectId, itemId));
  const at = order.findIndex((one) => one.id === itemId);
  const before = at > 0 ? order[at - 1] : undefined;
  const after = at >= 0 ? order[at + 1] : undefined;
  const whole = item.data;
  return (
    <aside className="browse-aside col g12" aria-label={t("item.name")}>
      <div className="row">
        <h2 className="title grow clip">{whole === undefined ? "" : shortName(whole.name)}</h2>
        <Button
          look="ghost"
          square
          aria-label={t("item.before")}
          isDisabled={before === undefined}
          onPress={() => before && onShow(before.id)}
        >
          <Icon of={ArrowUp} />
        </Button>
        <Button
          look="ghost"
          square
          aria-label={t("item.after")}
          isDisabled={after === undefined}
          onPress={() => after && onShow(after.id)}
        >
          <Icon of={ArrowDown} />
        </Button>
        <LinkButton
          to="/projects/$projectId/data/$itemId"
          params={{ projectId: String(projectId), itemId: String(itemId) }}
          look="ghost"
          square
          aria-label={t("item.open")}
        >
          <Icon of={ArrowUpRight} />
        </LinkButton>
        <Button look="ghost" square aria-label={t("item.close")} onPress={onClose}>
          <Icon of={X} />
        </Button>
      </div>
      {item.error && <Fault error={item.error} retry={() => item.refetch()} />}
      {whole === undefined ? (
        <Skeleton lines={4} />
      ) : (
        <>
          <Glance projectId={projectId} item={whole} />
          <ItemMark state={whole.state} />
          <Facts item={whole} />
          <h3 className="label strong">{t("item.history")}</h3>
          <Timeline projectId={projectId} item={whole} />
        </>
      )}
    </aside>
  );
}
