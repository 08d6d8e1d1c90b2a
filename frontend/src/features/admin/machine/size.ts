const UNITS = ["KB", "MB", "GB", "TB", "PB"] as const;

/** Bytes in the largest unit that fits, as disks are sold: a thousand each. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let [left, unit] = [bytes / 1000, 0];
  while (left >= 999.5 && unit < UNITS.length - 1) [left, unit] = [left / 1000, unit + 1];
  return `${left < 9.95 ? left.toFixed(1) : Math.round(left)} ${UNITS[unit]}`;
}
