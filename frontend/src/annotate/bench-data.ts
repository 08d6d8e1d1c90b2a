import {
  type Answer,
  isShapeLabel,
  type PictureLabel,
  type PictureSchema,
  type ShapeKind,
  type ShapeLabel,
} from "./core/doc";
import { SHAPE_KINDS, shapeOfKind } from "./core/shapes";
import type { PictureSource } from "./image/editor";

const WIDTH = 1920;
const HEIGHT = 1080;

const CLASSES = [
  { id: "RBC", ko: "적혈구", en: "Red cell" },
  { id: "WBC", ko: "백혈구", en: "White cell" },
  { id: "Platelets", ko: "혈소판", en: "Platelet", colour: "#ff4d8d" },
  { id: "Ring", ko: "고리형", en: "Ring form" },
  { id: "Other", ko: "그 밖", en: "Other" },
];
const SKELETON = {
  points: [
    { id: "head", ko: "머리", en: "Head" },
    { id: "left", ko: "왼쪽 끝", en: "Left end" },
    { id: "right", ko: "오른쪽 끝", en: "Right end" },
    { id: "foot", ko: "아래 끝", en: "Lower end" },
  ],
  edges: [
    [0, 1],
    [0, 2],
    [0, 3],
  ] as const,
};

const shapesOf = (kind: ShapeKind, name = "cells"): ShapeLabel =>
  ({
    kind,
    name,
    ko: "세포",
    en: "Cells",
    min: 1,
    classes: CLASSES,
    ...(kind === "keypoints" ? { skeleton: SKELETON } : {}),
  }) as ShapeLabel;

/** A schema of one kind of shape, or with every kind of question there is. */
export function schemaOf(kind: ShapeKind | "all"): PictureSchema {
  const stain: PictureLabel = {
    kind: "class",
    name: "stain",
    ko: "염색 상태",
    en: "Stain",
    classes: [
      { id: "good", ko: "좋음", en: "Good" },
      { id: "poor", ko: "나쁨", en: "Poor" },
    ],
  };
  if (kind !== "all") return { modality: "picture", labels: [shapesOf(kind), stain] };
  const own = SHAPE_KINDS.map(
    (one, n): ShapeLabel => ({
      ...shapesOf(one, one),
      min: 0,
      ko: CLASSES[n % CLASSES.length]!.ko,
      en: one,
      classes: [{ id: `c${n}`, ko: `${CLASSES[n % CLASSES.length]!.ko} ${n + 1}`, en: one }],
      attributes: [
        {
          name: "state",
          ko: "상태",
          en: "State",
          kind: "choice",
          required: true,
          options: [
            { id: "whole", ko: "온전함", en: "Whole" },
            { id: "broken", ko: "깨짐", en: "Broken" },
          ],
        },
        {
          name: "damage",
          ko: "깨진 곳",
          en: "Damage",
          kind: "many",
          when: { attribute: "state", in: ["broken"] },
          options: [
            { id: "edge", ko: "가장자리", en: "Edge" },
            { id: "middle", ko: "가운데", en: "Middle" },
          ],
        },
        { name: "age", ko: "나이", en: "Age", kind: "number", min: 0, max: 100 },
        { name: "sure", ko: "확실한가요?", en: "Sure?", kind: "flag" },
        { name: "note", ko: "메모", en: "Note", kind: "text" },
      ],
    }),
  );
  const joins: PictureLabel = {
    kind: "relation",
    name: "joins",
    ko: "관계",
    en: "Relations",
    classes: [{ id: "touches", ko: "닿음", en: "Touches" }],
  };
  const score: PictureLabel = { kind: "rating", name: "score", ko: "선명도", en: "Sharpness" };
  const words: PictureLabel = { kind: "writing", name: "caption", ko: "설명", en: "Caption" };
  return { modality: "picture", labels: [...own, joins, stain, score, words] };
}

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

/** A picture of 50 million pixels in tiles, which the driver has put beside the page. */
export async function largePicture(): Promise<PictureSource> {
  const cut: NonNullable<PictureSource["tiles"]> = await (await fetch("tiles/cut.json")).json();
  const address = async () => "tiles/{level}/{column}/{row}";
  const url = `tiles/${cut.levels.length - 1}/0/0`;
  return { ...cut.levels[0]!, url, name: "large", tiles: { ...cut, address } };
}

/** Shapes at random places, the same for the same seed. */
export function answerOf(kind: ShapeKind | "all", count: number, seed: number): Answer {
  const random = seeded(seed);
  const labels = schemaOf(kind).labels.filter(isShapeLabel);
  const largest = count > 100 ? 60 : 200;
  const annotations = Array.from({ length: count }, (_, n) => {
    const width = Math.round(20 + random() * largest);
    const height = Math.round(20 + random() * largest);
    const x = Math.round(random() * (WIDTH - width));
    const y = Math.round(random() * (HEIGHT - height));
    const label = labels[n % labels.length]!;
    const { id } = label.classes[n % label.classes.length]!;
    const base = { id: `b${n}`, name: label.name, class: id };
    if (kind === "box") return { kind: "box" as const, ...base, x, y, width, height };
    if (kind !== "polygon") {
      const room = { width: Math.min(WIDTH, 8 * width), height: Math.min(HEIGHT, 8 * width) };
      const small = shapeOfKind(label.kind).around([width, width], room, base, label);
      return shapeOfKind(label.kind).move(small, x, y, { width: WIDTH, height: HEIGHT });
    }
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
