/**
 * The page on which `dure bench editor` pans and zooms a time series, and on which one can be looked at
 * without a server: `?points=1000000&channels=4`, `?ask=epochs`, `?theme=dark&lang=en`. No part of the app.
 */
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import "../../app.css";
import i18next from "i18next";
import { speak, startI18n } from "../../i18n";
import type { Editing } from "../kit";
import { KeySheet } from "../parts/key-sheet-later";
import { madeSeries, schemaFor, someAnswer } from "./bench-data";
import { seriesKit as kit } from "./kit";

const asked = new URLSearchParams(location.search);
const points = Number(asked.get("points") ?? 1_000_000);
const channels = Number(asked.get("channels") ?? 4);
const ask = asked.get("ask") ?? "marks";

type SeriesBench = {
  editor: Editing | null;
  ready: boolean;
  frames: (seconds: number) => Promise<number>;
};

const bench: SeriesBench = {
  editor: null,
  ready: false,
  frames: (seconds) =>
    new Promise((done) => {
      let count = -1;
      let first = 0;
      const tick = (now: number) => {
        if (count < 0) first = now;
        count += 1;
        if (now - first < seconds * 1000) requestAnimationFrame(tick);
        else done((count * 1000) / (now - first));
      };
      requestAnimationFrame(tick);
    }),
};
Object.assign(window, { bench });

function Page({ editor }: { editor: Editing }) {
  if (innerWidth < 640)
    return (
      <div
        style={{ height: "100dvh", display: "grid", grid: "minmax(0,1fr) auto / minmax(0,1fr)" }}
      >
        <kit.Board editor={editor} />
        <footer style={{ padding: "12px 0 16px" }}>
          <kit.Dock editor={editor} />
          <div className="row g4" style={{ padding: "12px 12px 0" }}>
            <kit.PhoneTools editor={editor} />
          </div>
        </footer>
      </div>
    );
  return (
    <div className="ed" style={{ gridTemplateRows: "minmax(0, 1fr)" }}>
      <div className="ed-body" style={{ gridTemplateColumns: "48px minmax(0,1fr) 296px" }}>
        <kit.Rail editor={editor} />
        <main className="stage">
          <kit.Board editor={editor} />
          <kit.Status editor={editor} />
        </main>
        <aside className="panel">
          <kit.Panel editor={editor} />
          <section>
            <kit.Faults editor={editor} faults={editor.faults()} />
          </section>
        </aside>
      </div>
      <KeySheet open={false} onClose={() => {}} />
    </div>
  );
}

async function start() {
  await startI18n();
  if (asked.get("fonts") === "1") await import("../../fonts");
  if (asked.get("lang") === "en") await speak("en");
  if (asked.get("theme")) document.documentElement.dataset.theme = asked.get("theme")!;
  await i18next.loadNamespaces(["annotate-clock", "annotate"]);
  const schema = schemaFor(ask);
  await kit.ready(schema);
  const editor = kit.open(schema, madeSeries(points, channels, ask), someAnswer(ask, points));
  bench.editor = editor;
  const page = (
    <Suspense>
      <Page editor={editor} />
    </Suspense>
  );
  // Strict mode mounts twice, which is not what is measured.
  createRoot(document.getElementById("root")!).render(
    asked.get("strict") === "1" ? <StrictMode>{page}</StrictMode> : page,
  );
  requestAnimationFrame(() => requestAnimationFrame(() => (bench.ready = true)));
}
void start();
