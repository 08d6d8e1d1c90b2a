import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { RadioGroup, TextField } from "~/ui/field";

const WHYS = ["hard", "unclear", "broken", "later", "other"] as const;
type Why = (typeof WHYS)[number];

/** Gives the piece back: why is asked, and nobody is blamed. */
export function Skip({
  open,
  onClose,
  act,
}: {
  open: boolean;
  onClose: () => void;
  act: (why: string) => Promise<void>;
}) {
  const { t } = useTranslation("work");
  const [why, setWhy] = useState<Why>("hard");
  const [more, setMore] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const close = () => {
    setFault(undefined);
    onClose();
  };
  const go = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      const says = more.trim();
      await act(says === "" ? t(`skip.why.${why}`) : `${t(`skip.why.${why}`)}: ${says}`);
      setMore("");
      onClose();
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("skip.title")} open={open} onClose={close}>
      <p className="t2">{t("skip.what")}</p>
      <RadioGroup
        label={t("skip.reason")}
        value={why}
        onChange={(value) => setWhy(value as Why)}
        options={WHYS.map((id) => ({ id, name: t(`skip.why.${id}`) }))}
      />
      <TextField label={t("skip.more")} value={more} onChange={setMore} maxLength={500} rows={2} />
      <Fault error={fault} />
      <footer className="row">
        <Button onPress={close} className="grow">
          {t("skip.stay")}
        </Button>
        <Button look="primary" busy={busy} onPress={go} className="grow">
          {t("skip.go")}
        </Button>
      </footer>
    </Dialog>
  );
}
