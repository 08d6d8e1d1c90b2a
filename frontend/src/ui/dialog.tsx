import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "./button";
import { Fault } from "./fault";
import { Icon } from "./icons";

type Props = {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  /** A sheet comes from below on a phone and from the right on a desk. */
  sheet?: boolean;
  wide?: boolean;
  /** As high as it may be, whatever comes into it: nothing moves away from below the hand. */
  steady?: boolean;
};

/** Something that must be answered or read before going on. */
export function Dialog({
  title,
  open,
  onClose,
  children,
  sheet = false,
  wide = false,
  steady = false,
}: Props) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(next) => next || onClose()}
      isDismissable
      className="scrim"
    >
      <Modal
        className={`dialog ${sheet ? "sheet" : ""} ${wide ? "wide" : ""} ${steady ? "steady" : ""}`}
      >
        <AriaDialog className="dialog-body">
          <header className="row between">
            <Heading slot="title" className="title grow">
              {title}
            </Heading>
            <Button look="ghost" square aria-label={t("close")} onPress={onClose}>
              <Icon of={X} />
            </Button>
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

type ConfirmProps = {
  title: string;
  open: boolean;
  onClose: () => void;
  /** Does it; the dialog closes when it is done, and says so when it could not be done. */
  act: () => Promise<unknown>;
  word: string;
  danger?: boolean;
  children?: ReactNode;
};

/** Asks before what cannot be undone: the safe choice on the left, focused first. */
export function Confirm({
  title,
  open,
  onClose,
  act,
  word,
  danger = false,
  children,
}: ConfirmProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const close = () => {
    setFault(undefined);
    onClose();
  };
  const go = async () => {
    setBusy(true);
    try {
      await act();
      close();
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} open={open} onClose={close}>
      {children}
      <Fault error={fault} />
      <footer className="row">
        <Button autoFocus onPress={close} className="grow">
          {t("cancel")}
        </Button>
        <Button look={danger ? "danger" : "primary"} busy={busy} onPress={go} className="grow">
          {word}
        </Button>
      </footer>
    </Dialog>
  );
}
