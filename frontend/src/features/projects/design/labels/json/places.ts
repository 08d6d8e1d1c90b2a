/** Where in a JSON text the value of a path begins: for errors that are said by path. */

/** The offset of each value, by its path (`labels.0.name`); the whole has the empty path. */
export function placesIn(text: string): Map<string, number> {
  const places = new Map<string, number>();
  let at = 0;
  const skip = () => {
    while (at < text.length && /\s/.test(text[at]!)) at += 1;
  };
  const string = (): string => {
    const from = at;
    at += 1;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    at += 1;
    try {
      return JSON.parse(text.slice(from, at)) as string;
    } catch {
      return "";
    }
  };
  const value = (path: string) => {
    skip();
    places.set(path, at);
    const open = text[at];
    if (open === '"') string();
    else if (open === "{" || open === "[") {
      const close = open === "{" ? "}" : "]";
      at += 1;
      for (let n = 0; at < text.length; n += 1) {
        skip();
        if (text[at] === close) break;
        let step = String(n);
        if (open === "{") {
          if (text[at] !== '"') return;
          step = string();
          skip();
          if (text[at] !== ":") return;
          at += 1;
        }
        value(path === "" ? step : `${path}.${step}`);
        skip();
        if (text[at] === ",") at += 1;
        else if (text[at] !== close) return;
      }
      at += 1;
    } else while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at += 1;
  };
  value("");
  return places;
}

/**
 * The line, from 1, of a path as the server writes it; what of the path is not in the text (a
 * kind's name, a field that is missing) is passed over.
 */
export function lineOf(text: string, path: string, places = placesIn(text)): number {
  let found = "";
  for (const step of path.split(".")) {
    const further = found === "" ? step : `${found}.${step}`;
    if (places.has(further)) found = further;
  }
  const offset = places.get(found) ?? 0;
  return text.slice(0, offset).split("\n").length;
}

/** The line of a complaint of JSON.parse; 1 where it names no place. */
export function lineOfComplaint(text: string, complaint: string): number {
  const at = /position (\d+)/.exec(complaint)?.[1];
  if (at !== undefined) return text.slice(0, Number(at)).split("\n").length;
  const line = /line (\d+)/.exec(complaint)?.[1];
  return line === undefined ? text.split("\n").length : Number(line);
}
