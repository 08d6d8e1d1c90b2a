import { Marked } from "marked";

const FILM = /\.(mp4|m4v|mov|webm|ogv)(?:[?#]|$)/i;
const SOUND = /\.(mp3|m4a|wav|ogg|oga|opus)(?:[?#]|$)/i;

const quoted = (text: string): string =>
  text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

/** A player where an address is that of a film or a sound; false for every other. */
export function playerOf(href: string, text: string): string | false {
  const kind = FILM.test(href) ? "video" : SOUND.test(href) ? "audio" : null;
  if (kind === null) return false;
  const [src, label] = [quoted(href), quoted(text)];
  return `<${kind} controls preload="metadata" src="${src}" aria-label="${label}"></${kind}>`;
}

/** Markdown whose links to films and sounds are shown as players. */
export const reader = new Marked({
  gfm: true,
  breaks: false,
  renderer: {
    link: ({ href, text }) => playerOf(href, text),
    image: ({ href, text }) => playerOf(href, text),
  },
});
