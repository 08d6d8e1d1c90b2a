import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { onPhone, PHONE } from "~/annotate/device";
import { useMedia } from "~/ui/narrow";
import type { Desk } from "./model/desk";
import { Coming } from "./parts/coming";
import { part } from "./parts/later";
import { useSaveState } from "./parts/saved-state";
import { type Bench as BenchState, type Doing, useBench } from "./parts/use-bench";
import "./work.css";

export type Props = {
  desk: Desk;
  doing: Doing;
  /** The main button's word. */
  word: string;
  /** Whether the next piece is ready; null where none follows. */
  next: boolean | null;
};

const loadDesk = () => import("./desk-bench");
const loadPhone = () => import("./phone-bench");
const DeskBench = part(loadDesk, "DeskBench");
const PhoneBench = part(loadPhone, "PhoneBench");
const Sheets = part(() => import("./parts/sheets"), "Sheets");

const NARROW = "(max-width: 1080px)";
// The layout of this device comes while the work itself is being asked for.
void (onPhone() ? loadPhone() : loadDesk());

/** The editor's page: the picture with everything around it, as a desk or a phone has it. */
export function Bench(props: Props) {
  const { t } = useTranslation("work");
  const phone = useMedia(PHONE);
  const narrow = useMedia(NARROW);
  const bench = useBench(props.desk, props.doing, narrow);
  const saving = useSaveState(props.desk);
  const Layout = phone ? PhoneBench : DeskBench;
  return (
    <>
      <Suspense fallback={<Coming word={t("opening")} />}>
        <Layout {...props} bench={bench} narrow={narrow} />
      </Suspense>
      {(bench.open !== null || saving === "conflict") && (
        <Suspense>
          <Sheets {...props} bench={bench} phone={phone} narrow={narrow} />
        </Suspense>
      )}
    </>
  );
}

export type Inner = Props & { bench: BenchState; narrow: boolean };
