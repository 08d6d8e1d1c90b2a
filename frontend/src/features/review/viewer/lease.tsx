import { useQueryClient } from "@tanstack/react-query";
import { Clock, TimerOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ActKey, useKeys } from "~/annotate";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { toast } from "~/ui/toast";
import { secondsTo } from "../model/pace";
import { GiveBack } from "./give-back";
import type { Work } from "./use-piece";
import type { Desk } from "./use-table";

const SOON = 600; // seconds before the end when the clock begins to matter

/** How long the piece is one's own, more of that time, and giving it back. */
export function LeaseLine({ work, desk }: { work: Work; desk: Desk }) {
  const { t } = useTranslation("review");
  const { clock } = useFormat();
  const client = useQueryClient();
  const sentence = useSentence();
  const [now, setNow] = useState(Date.now);
  const [giving, setGiving] = useState<"one" | "all" | null>(null);
  const left = work.due_at ? secondsTo(work.due_at, now) : null;
  const over = left === 0;
  const key = ["review", "work", work.project_id, work.id];

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  // A late verdict counts as long as nobody has taken the place: only the server knows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it runs out
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: key });
  }, [over]);

  const extend = async () => {
    if (work.extended) {
      toast(t("extended_once"));
      return;
    }
    try {
      const lease = await must(
        api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/extend", {
          params: { path: { project_id: work.project_id, assignment_id: work.id } },
        }),
      );
      client.setQueryData(key, { ...work, due_at: lease.due_at, extended: lease.extended });
      toast(t("extended"));
    } catch (error) {
      toast(sentence(error));
    }
  };
  useKeys({ "review.extend": () => void extend() });
  const soon = left !== null && left < SOON;
  return (
    <div className={soon ? "rv-lease soon" : "rv-lease"}>
      <span className="nowrap">
        <Icon of={over ? TimerOff : Clock} size={14} />
        {left === null ? "" : over ? t("due_over") : t("due_in", { clock: clock(left) })}
      </span>
      {soon && !work.extended && (
        <Button look="line" onPress={() => void extend()}>
          {t("extend")}
          <ActKey act="review.extend" />
        </Button>
      )}
      <Menu
        label={t("more_acts")}
        acts={[
          { id: "extend", word: t("extend"), act: () => void extend(), off: work.extended },
          { id: "back", word: t("give_back"), act: () => setGiving("one") },
          { id: "all", word: t("give_back_all"), act: () => setGiving("all") },
        ]}
      >
        <Button look="ghost" aria-label={t("more_acts")} className="rv-more">
          ⋯
        </Button>
      </Menu>
      <GiveBack work={work} desk={desk} what={giving} onClose={() => setGiving(null)} />
    </div>
  );
}
