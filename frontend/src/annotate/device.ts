/** The media of a phone, held either way. */
export const PHONE = "(max-width: 640px), (max-height: 480px)";

export const onPhone = (): boolean => typeof matchMedia === "function" && matchMedia(PHONE).matches;
