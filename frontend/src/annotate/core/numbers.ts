/** The number that somebody typed; NaN where it is none. A comma between thousands is one, any other
 * stands for the point; digits of an East Asian keyboard count as ours. */
export function numberOf(typed: string): number {
  const text = typed.normalize("NFKC").trim();
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text)
    ? text.replaceAll(",", "")
    : text.replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : Number.NaN;
}
