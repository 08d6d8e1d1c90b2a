import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Shown } from "~/annotate/shown";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Note, Skeleton } from "~/ui/fault";
import { itemQuery, mediaQuery } from "../../data/queries";
import type { Stage } from "../../frame/queries";
import { schemaQuery } from "../versions";
import { triesQuery, useModel } from "./queries";
import { useTrialSentence } from "./words";

type Tried = Schema<"Tried">;

/** Ask the model about one item now, and see what people would begin with. */
export function Trial({ stage }: { stage: Stage }) {
  const { t } = useTranslation("suggestions");
  const items = useQuery(triesQuery(stage)).data ?? [];
  const { attempt } = useModel(stage);
  const sentence = useTrialSentence();
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<Tried>();
  const [fault, setFault] = useState<unknown>();
  const ask = async (next: number) => {
    setAt(next);
    setBusy(true);
    setFault(undefined);
    try {
      setTried(await attempt(items[next % Math.max(1, items.length)]));
    } catch (error) {
      setTried(undefined);
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="col g12">
      <h2 className="title">{t("trial.title")}</h2>
      <p className="label t2">{t("trial.hint")}</p>
      <div className="row wrap g8">
        <Button look="soft" busy={busy} onPress={() => ask(at)}>
          {t("trial.ask")}
        </Button>
        {items.length > 1 && tried !== undefined && (
          <Button look="text" isDisabled={busy} onPress={() => ask(at + 1)}>
            {t("trial.other")}
          </Button>
        )}
      </div>
      <div aria-live="polite" className="col g12">
        {fault !== undefined && (
          <Note icon={CircleAlert} tone="bad">
            {sentence(fault)}
          </Note>
        )}
        {tried !== undefined && <Outcome stage={stage} tried={tried} />}
      </div>
    </section>
  );
}

function Outcome({ stage, tried }: { stage: Stage; tried: Tried }) {
  const { t, i18n } = useTranslation(["suggestions", "data"]);
  const { number } = useFormat();
  const marks = tried.suggested?.annotations;
  const count = Array.isArray(marks) ? marks.length : 0;
  return (
    <>
      <p>
        <span className="strong">{tried.item}</span>{" "}
        {tried.suggested === null
          ? t("trial.nothing")
          : t("trial.came", { n: number(count), left: number(tried.left_out) })}{" "}
        <span className="label t3">
          {t("trial.took", { seconds: number(tried.seconds) })}
          {tried.model !== null && ` · ${tried.model}`}
        </span>
      </p>
      {tried.faults.length > 0 && (
        <details>
          <summary className="label">{t("trial.why", { n: number(tried.left_out) })}</summary>
          <ul className="col g4 label t2">
            {tried.faults.map((fault, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes
              <li key={n}>
                {fault.annotation !== null && <span className="strong">{fault.annotation} </span>}
                {i18n.exists(`batches.codes.${fault.code}`, { ns: "data" })
                  ? t(`data:batches.codes.${fault.code}` as "data:batches.codes.unknown_class")
                  : fault.detail}
              </li>
            ))}
          </ul>
        </details>
      )}
      {tried.suggested !== null && <Suggested stage={stage} tried={tried} />}
    </>
  );
}

/** The picture or the text, with what was suggested on it. */
function Suggested({ stage, tried }: { stage: Stage; tried: Tried }) {
  const schema = useQuery(schemaQuery(stage)).data;
  const item = useQuery(itemQuery(stage.project_id, tried.item_id)).data;
  const text = item !== undefined && item.document !== null;
  const media = useQuery({
    ...mediaQuery(stage.project_id, tried.item_id),
    enabled: item !== undefined && !text,
  }).data;
  if (item === undefined || schema === undefined || (!text && media === undefined))
    return <Skeleton lines={6} />;
  const drawn = <Shown item={item} media={media} schema={schema} answer={tried.suggested} />;
  return text ? drawn : <div className="item-picture">{drawn}</div>;
}
