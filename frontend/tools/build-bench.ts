// Builds the bench's page into the folder that is named: `node tools/build-bench.ts <folder>`.
import { build } from "vite";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder to build into.");
await build({
  logLevel: "warn",
  build: {
    outDir: folder,
    emptyOutDir: true,
    rollupOptions: {
      input: ["bench.html", "bench-series.html", "bench-sound.html", "bench-video.html"],
    },
  },
});
