/**
 * The page that `dure bench editor` drives, and on which the editor can be looked at without a
 * server: `?shapes=5000&kind=box&tool=pan`. It is no part of the app.
 */
import { StrictMode, Suspense, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import "../app.css";
import { speak, startI18n } from "../i18n";
import {
  type Answer,
  Canvas,
  Coordinates,
  createEditor,
  difference,
  type Editor,
  Faults,
  KeySheet,
  LabelChips,
  Labels,
  ObjectList,
  PhoneTools,
  Picture,
  type PictureSource,
  type Pin,
  prefetchPicture,
  Spot,
  StatusBar,
  type ToolId,
  Tools,
  useEditor,
  useKeys,
} from ".";

const asked = new URLSearchParams(location.search);
const SHAPES = Number(asked.get("shapes") ?? 14);
const KIND = asked.get("kind") === "polygon" ? "polygon" : "box";
const TOOL = (asked.get("tool") ?? KIND) as ToolId;
const READ = asked.get("read") === "1";
const WIDTH = 1920;
const HEIGHT = 1080;

const SCHEMA = {
  modality: "picture",
  labels: [
    {
      kind: KIND,
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
};

/** Numbers that come again with every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** A picture of soft discs, as a JPEG of some hundred kilobytes. */
async function paintPicture(seed: number): Promise<PictureSource> {
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

function answerOf(count: number, seed: number): Answer {
  const random = seeded(seed);
  const classes = SCHEMA.labels[0]!.classes;
  const largest = count > 100 ? 60 : 200;
  const annotations = Array.from({ length: count }, (_, n) => {
    const width = Math.round(20 + random() * largest);
    const height = Math.round(20 + random() * largest);
    const x = Math.round(random() * (WIDTH - width));
    const y = Math.round(random() * (HEIGHT - height));
    const base = { id: `b${n}`, name: "cells", class: classes[n % classes.length]!.id };
    if (KIND === "box") return { kind: "box" as const, ...base, x, y, width, height };
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
function mended(answer: Answer): Answer {
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

const PINS: Pin[] = [{ x: 300, y: 700, note: "세포 하나가 빠졌어요" }, { annotation: "b4" }];

const pictures = await Promise.all([1, 2, 3].map(paintPicture));
await Promise.all(pictures.map((one) => prefetchPicture(one.url)));
const open = (n: number, count: number): Editor =>
  createEditor(
    SCHEMA,
    pictures[n % pictures.length]!,
    READ ? mended(answerOf(count, n + 7)) : answerOf(count, n + 7),
    {
      tool: READ ? "select" : TOOL,
      readOnly: READ,
      place: (spot) => PINS.push(spot),
    },
  );

/** What the driver reads and calls. */
type BenchHandle = {
  editor: Editor | null;
  /** The picture at hand is painted. */
  ready: boolean;
  /** Milliseconds from each key to after the frame that shows what it did. */
  keys: number[];
  /** Frames a second while `seconds` go by. */
  frames: (seconds: number) => Promise<number>;
};
declare global {
  interface Window {
    bench: BenchHandle;
  }
}
window.bench = {
  editor: null,
  ready: false,
  keys: [],
  frames: (seconds) =>
    new Promise((done) => {
      let count = -1;
      let first = 0;
      const tick = (now: number) => {
        if (count < 0) first = now;
        count += 1;
        if (now - first < seconds * 1000) requestAnimationFrame(tick);
        else done((count * 1000) / (now - first));
      };
      requestAnimationFrame(tick);
    }),
};
addEventListener(
  "keydown",
  (event) => {
    const frame = () =>
      requestAnimationFrame(() => {
        // A task after the frame's callbacks comes after its painting.
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          if (window.bench.ready) window.bench.keys.push(performance.now() - event.timeStamp);
          else frame();
        };
        channel.port2.postMessage(null);
      });
    frame();
  },
  true,
);

function Bench() {
  const [n, setN] = useState(0);
  const [editor, setEditor] = useState(() => open(0, SHAPES));
  const [keys, setKeys] = useState(false);
  const answer = useEditor(editor, (state) => state.answer);
  useKeys(
    {
      next() {
        window.bench.ready = false;
        setN(n + 1);
        setEditor(open(n + 1, SHAPES));
      },
      keys: () => setKeys(true),
    },
    [{ id: "next", group: "page", keys: ["KeyN"], word: "제출하고 다음" }],
  );
  useEffect(() => {
    window.bench.editor = editor;
  }, [editor]);
  const first = READ ? answerOf(SHAPES, n + 7) : answer;
  const canvas = (
    <Canvas
      editor={editor}
      map={innerWidth < 640}
      diff={READ ? difference(first, mended(first)) : null}
      pins={READ ? PINS : []}
      onReady={() => {
        window.bench.ready = true;
      }}
    >
      {READ && (
        <Spot editor={editor} at={[300, 700]}>
          <div className="pop label" style={{ width: 208, margin: "-30px 0 0 36px", padding: 10 }}>
            세포 하나가 빠졌어요
          </div>
        </Spot>
      )}
    </Canvas>
  );
  if (asked.get("picture") === "1")
    return (
      <div style={{ width: 600, maxWidth: "100%", padding: 16 }}>
        <Picture
          picture={editor.picture}
          schema={SCHEMA}
          answer={mended(answer)}
          diff={difference(answer, mended(answer))}
          pins={PINS}
        />
      </div>
    );
  if (innerWidth < 640)
    return (
      <div
        style={{ height: "100dvh", display: "grid", grid: "minmax(0,1fr) auto / minmax(0,1fr)" }}
      >
        {canvas}
        <footer style={{ padding: "12px 0 16px" }}>
          <LabelChips editor={editor} />
          <div className="row g4" style={{ padding: "12px 12px 0" }}>
            <PhoneTools editor={editor} />
          </div>
        </footer>
      </div>
    );
  return (
    <div className="ed" style={{ gridTemplateRows: "minmax(0, 1fr)" }}>
      <div className="ed-body" style={{ gridTemplateColumns: "48px minmax(0,1fr) 296px" }}>
        <Tools editor={editor} />
        <main className="stage">
          {canvas}
          <StatusBar editor={editor} />
        </main>
        <aside className="panel">
          <Labels editor={editor} />
          <ObjectList editor={editor} />
          <Coordinates editor={editor} />
          <section>
            <Faults editor={editor} faults={editor.faults()} />
          </section>
        </aside>
      </div>
      <KeySheet editor={editor} open={keys} onClose={() => setKeys(false)} />
    </div>
  );
}

await startI18n();
if (asked.get("fonts") === "1") await import("../fonts");
if (asked.get("lang") === "en") await speak("en");
if (asked.get("theme")) document.documentElement.dataset.theme = asked.get("theme")!;
const page = (
  <Suspense>
    <Bench />
  </Suspense>
);
// Strict mode mounts twice, which is not what is measured.
createRoot(document.getElementById("root")!).render(
  asked.get("strict") === "1" ? <StrictMode>{page}</StrictMode> : page,
);
