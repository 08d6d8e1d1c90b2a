import { fileURLToPath } from "node:url";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { letters } from "./tools/letters.ts";
import { pwa } from "./tools/pwa.ts";

// What every page needs stands in one file: in forty small ones it weighs a tenth more.
const BASE =
  /node_modules\/(react|react-dom|scheduler|i18next|react-i18next|openapi-fetch|use-sync-external-store|@tanstack\/(react-router|router-core|history|store|react-store|react-query|query-core))\//;

const icons = (...names: string[]) => `lucide-react/dist/esm/icons/(${names.join("|")})\\.`;
const made = (...paths: string[]) => `/src/(${paths.join("|")})\\.tsx?$`;

/**
 * What opening a task brings, in one file for the page, one for what all editors share and one for
 * each modality. What only some tasks ask for is named in none: it stays in files of its own.
 */
const TASK = {
  annotate: [
    made(
      "annotate/(device|kit|use|parts/(act-key|later|said|steps-back|swatch|tool-button)|a11y/window)",
      "annotate/core/(acts|ask|attributes|choices|density|diff|doc|fetched|geometry|history|keymap|kinds|numbers|put|store|validity)",
      "annotate/core/(checks/(check|marks)|shapes/(index|shape))",
    ),
  ],
  // Other pages have some of these too: they are no part of what is above and below.
  signs: [icons("arrow-left", "chevron-\\w+", "minus", "search", "x")],
  icons: [
    icons("crosshair", "ellipsis", "eye", "eye-off", "hand", "map-pin", "plus"),
    icons("redo-2", "trash", "undo-2", "book-open", "image-off", "keyboard", "square"),
    icons("maximize", "zoom-\\w+"),
  ],
  work: [
    made(
      "features/work/(page|bench|model/(desk|hands|piece|server|session))",
      "features/work/parts/(acts|coming|compare|later|leave|news|now|pins|saved-state|use-bench)",
      "features/work/parts/(deadline|lease-clock|lines|saved|stage|wrong)",
    ),
    icons("cloud(-\\w+)*"),
  ],
  ties: [icons("link-2")],
  // What waits for a connection; the frame asks it too.
  outbox: [made("api/(drafts|drafts-core|outbox|outbox-core|sent|shelf|shelf-database|tab)")],
  picture: [
    made(
      "annotate/image/(acts|bitmaps|editor|engine|keys|kit|layer|links|live|paint|pointer)",
      "annotate/image/(ready|resting)",
      "annotate/a11y/announcer",
      "annotate/image/tools/(grip|index|kind|pan|pick|pin|select)",
      "annotate/(names|core/(view|shapes/together))",
      "annotate/parts/(canvas|counts|parts-later)",
    ),
    icons("mouse-pointer-2"),
  ],
  // What stands around a picture, on the one device and on the other.
  around: [
    made(
      "annotate/image/desk",
      "annotate/a11y/(coordinates|object-list)",
      "annotate/parts/(labels|light|status-bar|tools)",
    ),
    icons("sun-medium"),
  ],
  thumb: [made("annotate/parts/phone")],
  // What is asked of the whole, or of parts.
  checks: [made("annotate/core/checks/(parts|questions)")],
  // What is drawn most; others are drawn by parts of it.
  box: [made("annotate/core/shapes/(box|points)", "annotate/image/tools/(box|rect)")],
  // What has a clock: sounds, series and videos.
  clock: [
    made(
      "annotate/clock/(acts|axis|checks|doc|editor|format|inks|keys|paint|places|player|pointer|ready)",
      "annotate/clock/(strip|timeline|use|parts/(announcer|parts-later|timeline))",
    ),
    icons("flag", "scissors"),
  ],
  // What is heard and looked over in time has these, with a clock or without.
  hearing: [icons("arrow-down", "arrow-up", "maximize-2", "pause", "play")],
  files: [made("annotate/files")],
  sound: [
    made("annotate/sound/(?!bench|desk|inspecting|spectrogram|parts/)[\\w-]+"),
    made("annotate/sound/parts/(board|lines|parts-later|transport)"),
  ],
  "clock-around": [made("annotate/clock/parts/panel")],
  "sound-around": [made("annotate/sound/(desk|parts/(rail|side|status))"), icons("info")],
  series: [
    made("annotate/series/(?!bench|bench-data|desk|inspecting|parts/)[\\w-]+"),
    made("annotate/series/parts/(board|heads|keys|lines|overview|parts-later)"),
  ],
  "series-around": [
    made("annotate/series/(desk|parts/(channels|panel|rail|status))", "annotate/clock/parts/list"),
  ],
  document: [
    made(
      "annotate/document/(checks|editor|joining|keys|kit|layer|orders|page|pages|project|use|view)",
    ),
    made("annotate/document/parts/(board|parts-later|strip)"),
  ],
  "document-around": [made("annotate/document/(desk|parts/panel)"), icons("move-horizontal")],
  text: [
    made(
      "annotate/text/(?!desk|inspecting|index|suggested|whole|wording|types/|parts/)[\\w-]+",
      "annotate/text/types/(index|span)",
      "annotate/text/parts/(?!answers|attributes|diff-list|dock|evidence|faults|panel|pointed|rail|spans|status|tree|view)[\\w-]+",
    ),
    icons("unlink", "whole-word"),
  ],
  "text-around": [
    made("annotate/text/(desk|parts/(panel|rail|spans|status))"),
    icons("arrow-left-right"),
  ],
};
const GROUPS = Object.entries(TASK).map(([name, tests]) => ({
  name,
  test: new RegExp(tests.join("|")),
  includeDependenciesRecursively: false,
}));

const IN_EDITOR = new RegExp(`/(${[...Object.keys(TASK), "(desk|phone)-bench"].join("|")})-`);

// What the first page brings is there already wherever the way leads from it: its names, said once more
// for each page, would weigh more than a page's own.
const FIRST = [
  "I18nProvider",
  "base",
  "circle-exclamation-point",
  "client",
  "createLucideIcon",
  "dates",
  "fault",
  "i18n",
  "letters",
  "offline",
  "online",
  "openLink",
  "preload-helper",
  "problem",
  "rolldown-runtime",
  "rotate-ccw",
  "session",
  "taken",
  "toast",
];
const NAMED = new RegExp(`^(${[...FIRST, ...Object.keys(TASK), "(desk|phone)-bench"].join("|")})$`);
const IN_FIRST = new RegExp(`/(${FIRST.join("|")})-[^/]{8}\\.js$`);

export default defineConfig({
  plugins: [
    // React Aria's own sentences: only those of the two languages that the app speaks.
    { ...optimizeLocales.vite({ locales: ["ko-KR", "en-US"] }), enforce: "pre" },
    react(),
    tailwindcss(),
    pwa(),
    letters(),
  ],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2023",
    sourcemap: false,
    manifest: true,
    assetsInlineLimit: 2048,
    modulePreload: {
      // An editor names dozens of files for what some tasks ask for, each with all that it imports in
      // turn: the names alone weigh more than many a tool. It has the most of those already.
      resolveDependencies: (_, files, { hostId, hostType }) =>
        hostType !== "js"
          ? files
          : IN_EDITOR.test(hostId)
            ? files.filter((file) => /\.css$|\/(clock|picture|text)-/.test(file))
            : files.filter((file) => !IN_FIRST.test(file)),
    },
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: "base", test: BASE, priority: 1 }, ...GROUPS] },
        // The first file names all others: only what is asked for by its name above has one.
        chunkFileNames: ({ name }) =>
          NAMED.test(name) ? "assets/[name]-[hash].js" : "assets/[hash].js",
      },
    },
  },
  server: { proxy: { "/api": process.env.DURE_API ?? "http://127.0.0.1:8000" } },
});
