import { fileURLToPath } from "node:url";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { pwa } from "./tools/pwa.ts";

export default defineConfig({
  plugins: [
    // React Aria's own sentences: only those of the two languages that the app speaks.
    { ...optimizeLocales.vite({ locales: ["ko-KR", "en-US"] }), enforce: "pre" },
    react(),
    tailwindcss(),
    pwa(),
  ],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: { target: "es2023", sourcemap: false, manifest: true, assetsInlineLimit: 2048 },
  server: { proxy: { "/api": process.env.DURE_API ?? "http://127.0.0.1:8000" } },
});
