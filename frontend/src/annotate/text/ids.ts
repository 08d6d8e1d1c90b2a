/** An id that no annotation of any other person's answer will have. */
export const newId = (first = "a"): string =>
  `${first}${[...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
