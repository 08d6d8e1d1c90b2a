// Which sound a word ends with decides its particle: 상자를, 사진을; 서울로, 부산으로.
const DIGITS = [1, 8, 0, 1, 0, 0, 1, 8, 8, 0]; // the final consonant of 영 일 이 삼 …: 8 is ㄹ
const LETTERS = /[lmnr]$/i;

/** The index of the last syllable's final consonant: 0 for none, 8 for ㄹ. */
function final(word: string): number {
  const last =
    word
      .trim()
      .replace(/["'”’)\]]+$/u, "")
      .at(-1) ?? "";
  const code = last.codePointAt(0) ?? 0;
  if (code >= 0xac00 && code <= 0xd7a3) return (code - 0xac00) % 28;
  if (last >= "0" && last <= "9") return DIGITS[Number(last)] ?? 0;
  if (/l$/i.test(last)) return 8;
  return LETTERS.test(last) ? 1 : 0;
}

const FORMS: Record<string, readonly [closed: string, open: string]> = {
  을: ["을", "를"],
  이: ["이", "가"],
  은: ["은", "는"],
  과: ["과", "와"],
  으로: ["으로", "로"],
  이에요: ["이에요", "예요"],
};

/** `word` with the particle that fits it; `form` is the one after a consonant: 을, 이, 은, 과, 으로. */
export function josa(word: string, form: string): string {
  const pair = FORMS[form];
  if (pair === undefined) return word;
  const end = final(word);
  const open = end === 0 || (form === "으로" && end === 8);
  return word + (open ? pair[1] : pair[0]);
}
