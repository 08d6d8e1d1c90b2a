import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";

type Chunk = { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[] };

/**
 * What is put by when the app is first opened: its frame, and all that one works with. The pages of
 * managers and operators are kept when they have been looked at; letters come by need.
 */
const ROOTS = [
  "index.html",
  "src/features/work/",
  "src/annotate/",
  "src/features/home/",
  "src/api/",
  "src/shell/",
  "src/ui/markdown.tsx",
];
const WORDS = ["common", "problems", "work", "annotate", "home", "market", "mywork"];

/** The files that `ROOTS` and what they import are made of. */
function shell(folder: string): ReadonlySet<string> {
  const made = join(folder, ".vite", "manifest.json");
  // A build that has failed has none, and says why itself.
  const chunks: Record<string, Chunk> = existsSync(made)
    ? JSON.parse(readFileSync(made, "utf8"))
    : {};
  const files = new Set<string>();
  const seen = new Set<string>();
  const take = (name: string): void => {
    const chunk = chunks[name];
    if (chunk === undefined || seen.has(name)) return;
    seen.add(name);
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const other of chunk.imports ?? []) take(other);
  };
  for (const name of Object.keys(chunks)) {
    const word = /^src\/i18n\/(?:ko|en)\/(\w+)\.json$/.exec(name)?.[1];
    const wanted =
      word === undefined ? ROOTS.some((root) => name.startsWith(root)) : WORDS.includes(word);
    if (wanted) take(name);
  }
  return files;
}

/** The app as something that is installed and opens without a connection. */
export function pwa(): Plugin[] {
  let folder = resolve("dist");
  const where: Plugin = {
    name: "dure-out-dir",
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
  };
  return [
    where,
    ...VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      injectRegister: false,
      manifest: {
        name: "두레",
        short_name: "두레",
        description: "집에서 하는 데이터 작업",
        lang: "ko",
        start_url: "/",
        display: "standalone",
        background_color: "#ffffff",
        theme_color: "#ffffff",
        icons: [
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
          {
            src: "/icon-maskable-512.png",
            sizes: "512x512",
            type: "image/png",
            purpose: "maskable",
          },
          { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
        ],
      },
      injectManifest: {
        globPatterns: ["**/*.{js,css,html,svg}"],
        globIgnores: ["sw.js"],
        // Their names change with their content.
        dontCacheBustURLsMatching: /^assets\//,
        manifestTransforms: [
          (entries) => {
            const files = shell(folder);
            const manifest = entries.filter(
              ({ url }) => !url.startsWith("assets/") || files.has(url),
            );
            return { manifest, warnings: [] };
          },
        ],
      },
    }),
  ];
}
