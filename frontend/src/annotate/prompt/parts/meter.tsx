import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mic } from "../audio/mic";

/** dB of full scale at the left end of the meter. */
const LOWEST = -60;
/** Milliseconds between two words about the level: a voice that reads them must get to the end. */
const SAY_MS = 3000;

type Word = "quiet" | "good" | "loud";
const wordOf = (level: number, peak: number): Word =>
  peak >= 0.98 ? "loud" : level < -42 ? "quiet" : "good";

/** How loud it is: drawn for eyes, in words for ears and for who sees no colour. */
export function Meter({ mic, telling }: { mic: Mic; telling: boolean }) {
  const { t } = useTranslation("annotate-prompt");
  const canvas = useRef<HTMLCanvasElement>(null);
  const [word, setWord] = useState<Word>("good");
  const [said, setSaid] = useState<Word | null>(null);
  useEffect(() => {
    const element = canvas.current!;
    const drawn = element.getContext("2d")!;
    const style = getComputedStyle(element);
    const ink = (name: string) => style.getPropertyValue(name).trim();
    const inks = { quiet: ink("--warn-mark"), good: ink("--ok-mark"), loud: ink("--bad-mark") };
    const rest = ink("--press");
    let held = LOWEST;
    const paint = () => {
      const { level, peak } = mic.now.get();
      const { width, height } = element;
      held = Math.max(level, held - 1.2);
      const share = Math.max(0, Math.min(1, (held - LOWEST) / -LOWEST));
      const now = wordOf(held, peak);
      drawn.clearRect(0, 0, width, height);
      const bars = 32;
      const gap = 4;
      const wide = (width - gap * (bars - 1)) / bars;
      for (let n = 0; n < bars; n += 1) {
        drawn.fillStyle = n / bars < share ? inks[now] : rest;
        drawn.fillRect(n * (wide + gap), 0, wide, height);
      }
      setWord(now);
    };
    paint();
    return mic.now.subscribe(paint);
  }, [mic]);
  useEffect(() => {
    if (!telling) return setSaid(null);
    const timer = setInterval(() => {
      const { level, peak } = mic.now.get();
      setSaid(wordOf(level, peak));
    }, SAY_MS);
    return () => clearInterval(timer);
  }, [mic, telling]);
  return (
    <div className="pr-meter">
      <canvas ref={canvas} width={640} height={24} />
      {telling && (
        <span className="label t2" aria-hidden="true">
          {t(`level.${word}`)}
        </span>
      )}
      <span className="sr-only" role="status">
        {said !== null && t(`level.${said}`)}
      </span>
    </div>
  );
}
