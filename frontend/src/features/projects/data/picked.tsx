import { useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { ExcludeDialog } from "./exclude";
import type { Item } from "./queries";
import { leaveOut, restore } from "./taking";

const AT_ONCE = 4;

type Props = { projectId: number; items: readonly Item[]; onDone: () => void };

/** What can be done with several items that are picked. */
export function Picked({ projectId, items, onDone }: Props) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const client = useQueryClient();
  const sentence = useSentence();
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState<{ done: number; of: number } | null>(null);
  const out = items.filter((item) => item.state === "excluded");
  const inside = items.filter((item) => item.state !== "excluded" && item.state !== "released");

  // One request an item, a few at a time; what could not be done is counted and said.
  const each = async (some: readonly Item[], act: (item: Item) => Promise<unknown>) => {
    const waiting = [...some];
    let done = 0;
    let failed = 0;
    let last: unknown;
    setBusy({ done, of: some.length });
    const work = async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
        try {
          await act(item);
          done += 1;
        } catch (error) {
          failed += 1;
          last = error;
        }
        setBusy({ done: done + failed, of: some.length });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    setBusy(null);
    await client.invalidateQueries({ queryKey: ["project", projectId] });
    if (failed > 0) toast(`${t("items.some_failed", { n: number(failed) })} ${sentence(last)}`);
    else onDone();
    return done;
  };
  const takeOut = async (reason: Parameters<typeof leaveOut>[2]) => {
    const done = await each(inside, (item) => leaveOut(projectId, item.id, reason));
    if (done > 0) toast(t("items.excluded_n", { n: number(done) }));
  };
  const bringBack = async () => {
    const done = await each(out, (item) => restore(projectId, item.id));
    if (done > 0) toast(t("items.restored_n", { n: number(done) }));
  };
  return (
    <section className="pick-bar" aria-label={t("items.picked_name")}>
      <p className="strong grow nowrap" role="status">
        {busy === null
          ? t("items.picked", { n: number(items.length) })
          : `${number(busy.done)} / ${number(busy.of)}`}
      </p>
      {inside.length > 0 && (
        <Button look="line" isDisabled={busy !== null} onPress={() => setAsked(true)}>
          <Icon of={Archive} size={16} />
          {t("items.exclude_n", { n: number(inside.length) })}
        </Button>
      )}
      {out.length > 0 && (
        <Button look="line" isDisabled={busy !== null} onPress={bringBack}>
          <Icon of={ArchiveRestore} size={16} />
          {t("items.restore_n", { n: number(out.length) })}
        </Button>
      )}
      <Button look="ghost" square aria-label={t("items.unpick")} onPress={onDone}>
        <Icon of={X} />
      </Button>
      <ExcludeDialog
        open={asked}
        count={inside.length}
        onClose={() => setAsked(false)}
        act={async (reason) => {
          setAsked(false);
          await takeOut(reason);
        }}
      />
    </section>
  );
}
