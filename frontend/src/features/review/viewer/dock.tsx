import {
  ChevronLeft,
  ChevronRight,
  Eye,
  EyeOff,
  Info,
  MapPin,
  MessageSquarePlus,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "~/annotate/use";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Icon } from "~/ui/icons";
import type { PieceProps } from "./piece-desk";
import type { Bench } from "./use-bench";
import { VerdictButtons } from "./verdicts";
import { useChosen } from "./words";

type Props = PieceProps & {
  bench: Bench;
  /** How much is different to the answer before. */
  changes: number;
  /** Whether the panel is open as a sheet. */
  opened: boolean;
  onOpened: (open: boolean) => void;
  onApprove: () => void;
  onSay: () => void;
  onChoose: (verdict: "return" | "reject") => void;
  children: ReactNode;
};

/** On a phone: everything that decides lies under the thumb; the panel comes as a sheet. */
export function Dock(props: Props) {
  const { bench, desk, opened, onOpened, onApprove, onChoose } = props;
  return (
    <div className="rv-dock">
      {bench.mending ? (
        <MendingDock bench={bench} />
      ) : (
        <>
          <div className="rv-dock-row">
            <Turn by={-1} desk={desk} />
            <AboutButton {...props} />
            <SayButton {...props} />
            <PinButton bench={bench} />
            <HideButton bench={bench} />
            <Turn by={1} desk={desk} />
          </div>
          <VerdictButtons bench={bench} onApprove={onApprove} onChoose={onChoose} />
        </>
      )}
      <Dialog
        title={bench.work.item.name}
        open={opened && !bench.mending}
        onClose={() => onOpened(false)}
        sheet
      >
        <div className="rv-sheet" data-density="compact">
          {props.children}
        </div>
      </Dialog>
    </div>
  );
}

function Turn({ by, desk }: { by: 1 | -1; desk: PieceProps["desk"] }) {
  const { t } = useTranslation("review");
  return (
    <Button
      look="ghost"
      square
      aria-label={t(by === 1 ? "acts.next" : "acts.previous")}
      onPress={() => desk.take({ do: "turn", by })}
    >
      <Icon of={by === 1 ? ChevronRight : ChevronLeft} size={22} />
    </Button>
  );
}

function AboutButton({ bench, changes, onOpened }: Props) {
  const { t } = useTranslation("review");
  const { comparison, work } = bench;
  return (
    <Button className="grow" onPress={() => onOpened(true)}>
      <Icon of={Info} size={18} />
      <span className="clip">
        {comparison === null
          ? work.subject?.author || t("sides.title")
          : `${t(`changed_${comparison.why}`)} ${t("n_changes", { n: changes })}`}
      </span>
    </Button>
  );
}

function SayButton({ bench, onSay }: Props) {
  const { t } = useTranslation("review");
  return (
    <Button
      look="ghost"
      square
      aria-label={t("say_here")}
      isDisabled={!useChosen(bench)}
      onPress={onSay}
    >
      <Icon of={MessageSquarePlus} size={20} />
    </Button>
  );
}

function PinButton({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  return (
    <Button
      look={bench.pinning ? "line" : "ghost"}
      square
      aria-label={t("put_pin")}
      aria-pressed={bench.pinning}
      onPress={() => bench.setPinning(!bench.pinning)}
    >
      <Icon of={MapPin} size={20} />
    </Button>
  );
}

function HideButton({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  const shown = useStore(bench.editor, (state) => state.shapes);
  return (
    <Button
      look="ghost"
      square
      aria-label={t(shown ? "hide_shapes" : "show_shapes")}
      onPress={() => bench.kit.showShapes(bench.editor, !shown)}
    >
      <Icon of={shown ? Eye : EyeOff} size={20} />
    </Button>
  );
}

function MendingDock({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  return (
    <>
      <bench.kit.Faults editor={bench.editor} faults={bench.faults} />
      <bench.kit.Dock editor={bench.editor} />
      <div className="rv-dock-row">
        <bench.kit.PhoneTools editor={bench.editor} />
        <Button look="ghost" onPress={bench.drop}>
          {t("stop_mending")}
        </Button>
        <Button look="primary" main className="grow" onPress={bench.mend}>
          {t("end_mending")}
        </Button>
      </div>
    </>
  );
}
