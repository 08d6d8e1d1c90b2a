/**
 * What the linter cannot say: no feature imports a feature, imports run down, and no component is
 * longer than a person reads in one go. Prints every breach and exits with 1.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const SRC = resolve(import.meta.dirname, "../src");
const MOST_LINES = 250;
/** Each layer may import those after it; `features` and `shell` are looked at apart. */
const LAYERS = ["main", "router", "routes", "features", "shell", "annotate", "ui", "api", "i18n"];

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
  .sort();

const layerOf = (path: string): string => path.split("/")[0]?.replace(/\.tsx?$/, "") ?? "";
const featureOf = (path: string): string => path.split("/")[1] ?? "";

function* imports(text: string): Generator<string> {
  for (const found of text.matchAll(/(?:from\s+|import\s*\(\s*|^import\s+)["']([^"']+)["']/gm)) {
    if (found[1] !== undefined) yield found[1];
  }
}

const breaches: string[] = [];
for (const file of files) {
  const text = readFileSync(join(SRC, file), "utf8");
  const lines = text.split("\n").length - 1;
  if (file.endsWith(".tsx") && lines > MOST_LINES) {
    breaches.push(`${file}: ${lines} lines; split it by verb (at most ${MOST_LINES}).`);
  }
  for (const name of imports(text)) {
    const target = name.startsWith("~/")
      ? name.slice(2)
      : name.startsWith(".")
        ? relative(SRC, resolve(SRC, dirname(file), name))
        : undefined;
    if (target === undefined || target.startsWith("..")) continue;
    const [from, to] = [layerOf(file), layerOf(target)];
    if (from === "features" && to === "features" && featureOf(file) !== featureOf(target)) {
      breaches.push(`${file}: a feature imports a feature (${target}).`);
    } else if (
      LAYERS.includes(from) &&
      LAYERS.indexOf(to) < LAYERS.indexOf(from) &&
      LAYERS.includes(to)
    ) {
      breaches.push(`${file}: imports run down, and ${target} is above.`);
    }
  }
}
for (const breach of breaches) process.stderr.write(`${breach}\n`);
process.exit(breaches.length > 0 ? 1 : 0);
