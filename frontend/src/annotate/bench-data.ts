import type { Answer, PictureSource } from ".";

const WIDTH = 1920;
const HEIGHT = 1080;

export const schemaOf = (kind: "box" | "polygon") => ({
  modality: "picture",
  labels: [
    {
      kind,
      name: "cells",
      ko: "세포",
      en: "Cells",
      min: 1,
      classes: [
        { id: "RBC", ko: "적혈구", en: "Red cell" },
        { id: "WBC", ko: "백혈구", en: "White cell" },
        { id: "Platelets", ko: "혈소판", en: "Platelet", colour: "#ff4d8d" },
        { id: "Ring", ko: "고리형", en: "Ring form" },
        { id: "Other", ko: "그 밖", en: "Other" },
      ],
    },
    {
      kind: "class",
      name: "stain",
      ko: "염색 상태",
      en: "Stain",
      classes: [
        { id: "good", ko: "좋음", en: "Good" },
        { id: "poor", ko: "나쁨", en: "Poor" },
      ],
    },
  ],
});

/** Numbers that come again with every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** A picture of soft discs, as a JPEG of some hundred kilobytes. */
export async function paintPicture(seed: number): Promise<PictureSource> {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const c = canvas.getContext("2d")!;
  const random = seeded(seed);
  c.fillStyle = "#cfc7cd";
  c.fillRect(0, 0, WIDTH, HEIGHT);
  for (let n = 0; n < 240; n += 1) {
    const [x, y, r] = [random() * WIDTH, random() * HEIGHT, 20 + random() * 60];
    const fill = c.createRadialGradient(x, y, r / 5, x, y, r);
    fill.addColorStop(0, `hsl(${330 + random() * 60} 30% 72%)`);
    fill.addColorStop(1, `hsl(${330 + random() * 60} 26% 60%)`);
    c.fillStyle = fill;
    c.beginPath();
    c.arc(x, y, r, 0, 2 * Math.PI);
    c.fill();
  }
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  const url = URL.createObjectURL(blob!);
  return { url, width: WIDTH, height: HEIGHT, name: `BC-${seed}` };
}

/** Shapes at random places, the same for the same seed. */
export function answerOf(kind: "box" | "polygon", count: number, seed: number): Answer {
  const random = seeded(seed);
  const classes = schemaOf(kind).labels[0]!.classes;
  const largest = count > 100 ? 60 : 200;
  const annotations = Array.from({ length: count }, (_, n) => {
    const width = Math.round(20 + random() * largest);
    const height = Math.round(20 + random() * largest);
    const x = Math.round(random() * (WIDTH - width));
    const y = Math.round(random() * (HEIGHT - height));
    const base = { id: `b${n}`, name: "cells", class: classes[n % classes.length]!.id };
    if (kind === "box") return { kind: "box" as const, ...base, x, y, width, height };
    const corners = Array.from({ length: 20 }, (_, at): [number, number] => {
      const turn = (at / 20) * 2 * Math.PI;
      const far = 0.35 + random() * 0.15;
      return [x + width * (0.5 + far * Math.cos(turn)), y + height * (0.5 + far * Math.sin(turn))];
    });
    return { kind: "polygon" as const, ...base, points: corners };
  });
  return { modality: "picture", annotations };
}

/** What the diff and the pins of the viewer show: a few changes to the first shapes. */
export function mended(answer: Answer): Answer {
  const [first, second, third, ...rest] = answer.annotations;
  if (first?.kind !== "box" || second?.kind !== "box" || third === undefined) return answer;
  return {
    ...answer,
    annotations: [
      { ...first, x: Math.max(0, first.x - 20), width: first.width + 30 },
      { ...second, class: "WBC" },
      ...rest,
      { ...first, id: "new", class: "Platelets", x: 900, y: 480, width: 140, height: 120 },
    ],
  };
}
