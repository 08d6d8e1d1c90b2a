import { fileURLToPath } from "node:url";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { pwa } from "./tools/pwa.ts";

// What every page needs stands in one file: in forty small ones it weighs a tenth more.
const BASE =
  /node_modules\/(react|react-dom|scheduler|i18next|react-i18next|openapi-fetch|use-sync-external-store|@tanstack\/(react-router|router-core|history|store|react-store|react-query|query-core))\//;

export default defineConfig({
  plugins: [
    // React Aria's own sentences: only those of the two languages that the app speaks.
    { ...optimizeLocales.vite({ locales: ["ko-KR", "en-US"] }), enforce: "pre" },
    react(),
    tailwindcss(),
    pwa(),
  ],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2023",
    sourcemap: false,
    manifest: true,
    assetsInlineLimit: 2048,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "base", test: BASE }] } } },
  },
  server: { proxy: { "/api": process.env.DURE_API ?? "http://127.0.0.1:8000" } },
});
