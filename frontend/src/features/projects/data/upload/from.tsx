import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Segments } from "~/ui/segments";
import { Choose, type Takes } from "./choose";
import { Clouds } from "./cloud/clouds";
import { How, type HowProps } from "./how";
import type { Cloud } from "./job";
import type { Parcel } from "./pick";

type Props = HowProps & {
  projectId: number;
  takes: Takes | undefined;
  onChosen: (parcels: readonly Parcel[]) => void;
  onReached: (cloud: Cloud) => void;
};

/** Where the data is: on this machine, or in a cloud. */
export function From({ projectId, takes, onChosen, onReached, ...how }: Props) {
  const { t } = useTranslation("data");
  const [from, setFrom] = useState<"here" | "cloud">("here");
  const parts = (["here", "cloud"] as const).map((id) => ({ id, word: t(`upload.from.${id}`) }));
  return (
    <div className="col g16">
      <div>
        <Segments label={t("upload.from.name")} parts={parts} chosen={from} onChoose={setFrom} />
      </div>
      {from === "here" ? (
        <Choose projectId={projectId} takes={takes} onChosen={onChosen} />
      ) : (
        <Clouds projectId={projectId} onReached={onReached} />
      )}
      <How {...how} />
    </div>
  );
}
