// Builds the bench's pages into the folder that is named: `node tools/build-bench.ts <folder>`.
import { build } from "vite";

const PAGES = ["bench", "bench-series", "bench-sound", "bench-video"];
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder to build into.");
// Each by itself: files are gathered as the app's are, and one page would begin what is another's.
for (const [at, page] of PAGES.entries())
  await build({
    logLevel: "warn",
    build: {
      outDir: folder,
      emptyOutDir: at === 0,
      rollupOptions: { input: [`${page}.html`] },
    },
  });
