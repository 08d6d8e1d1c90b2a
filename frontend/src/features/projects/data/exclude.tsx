import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Confirm } from "~/ui/dialog";
import { RadioGroup } from "~/ui/field";
import { REASONS, type Reason } from "./taking";

type Props = {
  open: boolean;
  count: number;
  onClose: () => void;
  act: (reason: Reason) => Promise<unknown>;
};

/** Asks why items are taken out; work that was handed in is paid all the same. */
export function ExcludeDialog({ open, count, onClose, act }: Props) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const [reason, setReason] = useState<Reason>("unreadable");
  return (
    <Confirm
      title={t("items.exclude_title", { n: number(count) })}
      open={open}
      onClose={onClose}
      act={() => act(reason)}
      word={t("items.exclude")}
      danger
    >
      <p className="t2">{t("items.exclude_means")}</p>
      <RadioGroup
        label={t("items.exclude_why")}
        value={reason}
        onChange={(next) => setReason(next as Reason)}
        options={REASONS.map((id) => ({ id, name: t(`items.why.${id}`) }))}
      />
    </Confirm>
  );
}
