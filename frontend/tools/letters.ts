import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

const FOLDER = resolve("node_modules/pretendard/dist/public/static");
const NAMES = ["Pretendard-Regular.otf", "Pretendard-SemiBold.otf"];

/** What papers are printed with: the server takes whole fonts, from where it serves the app. */
export function letters(): Plugin {
  return {
    name: "dure-letters",
    apply: "build",
    generateBundle() {
      for (const name of NAMES)
        this.emitFile({
          type: "asset",
          fileName: `letters/${name}`,
          source: readFileSync(`${FOLDER}/${name}`),
        });
    },
  };
}
