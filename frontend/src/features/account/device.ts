const BROWSERS: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/Whale\//, "Whale"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** What a browser calls itself, in two words; null where it says nothing that is known. */
export function deviceOf(agent: string | null): { name: string; phone: boolean } | null {
  if (agent === null) return null;
  const name = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(agent))?.[1];
  const parts = [name(BROWSERS), name(SYSTEMS)].filter((part) => part !== undefined);
  if (parts.length === 0) return null;
  return { name: parts.join(" · "), phone: /iPhone|Android.*Mobile/.test(agent) };
}
