/**
 * The page on which `dure bench editor` pans and zooms a time series, and on which one can be looked at
 * without a server: `?points=1000000&channels=4`, `?ask=epochs`, `?theme=dark&lang=en`. No part of the app.
 */
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import "../../app.css";
import i18next from "i18next";
import { speak, startI18n } from "../../i18n";
import { BenchPage, framesIn } from "../bench-page";
import type { Editing } from "../kit";
import { madeSeries, schemaFor, someAnswer } from "./bench-data";
import { seriesKit as kit } from "./kit";

const asked = new URLSearchParams(location.search);
const points = Number(asked.get("points") ?? 1_000_000);
const channels = Number(asked.get("channels") ?? 4);
const ask = asked.get("ask") ?? "marks";

const bench = { editor: null as Editing | null, ready: false, frames: framesIn };
Object.assign(window, { bench });

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
      <BenchPage kit={kit} editor={editor} />
    </Suspense>
  );
  // Strict mode mounts twice, which is not what is measured.
  createRoot(document.getElementById("root")!).render(
    asked.get("strict") === "1" ? <StrictMode>{page}</StrictMode> : page,
  );
  requestAnimationFrame(() => requestAnimationFrame(() => (bench.ready = true)));
}
void start();
