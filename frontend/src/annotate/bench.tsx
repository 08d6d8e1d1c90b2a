/**
 * The page that `dure bench editor` drives, and on which the editor can be looked at without a
 * server: `?shapes=5000&kind=box&tool=pan`, `?kind=all` with every kind of question; `?large=1` on a
 * picture in tiles that lie beside the page. It is no part of the app.
 */
import { StrictMode, Suspense, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import "../app.css";
import { speak, startI18n } from "../i18n";
import {
  Attributes,
  Canvas,
  Coordinates,
  createEditor,
  difference,
  type Editor,
  Faults,
  KeySheet,
  Labels,
  ObjectList,
  PhoneTools,
  Picture,
  PictureDock,
  type Pin,
  prefetchPicture,
  Spot,
  StatusBar,
  type ToolId,
  Tools,
  useKeys,
} from ".";
import { answerOf, largePicture, mended, paintPicture, schemaOf } from "./bench-data";
import type { ShapeKind } from "./core/doc";
import type { PictureSource } from "./image/editor";
import { makeReady } from "./image/ready";

const asked = new URLSearchParams(location.search);
const SHAPES = Number(asked.get("shapes") ?? 14);
const LARGE = asked.get("large") === "1";
const KIND = (asked.get("kind") ?? "box") as ShapeKind | "all";
const TOOL = (asked.get("tool") ?? (KIND === "all" ? "select" : KIND)) as ToolId;
const READ = asked.get("read") === "1";
const SCHEMA = schemaOf(KIND);
const PINS: Pin[] = [{ x: 300, y: 700, note: "세포 하나가 빠졌어요" }, { annotation: "b4" }];

let pictures: readonly PictureSource[] = [];
const open = (n: number, count: number): Editor =>
  createEditor(
    SCHEMA,
    pictures[n % pictures.length]!,
    READ ? mended(answerOf(KIND, count, n + 7)) : answerOf(KIND, count, n + 7),
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
  // As on the app's own page: no change of the answer makes all that is around the picture anew.
  const answer = editor.answer();
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
  const first = READ ? answerOf(KIND, SHAPES, n + 7) : answer;
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
          before={answer}
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
          <PictureDock editor={editor} />
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
          <div className="an-panel">
            <Labels editor={editor} />
            <ObjectList editor={editor} />
            <Attributes editor={editor} />
            <Coordinates editor={editor} />
          </div>
          <section>
            <Faults editor={editor} faults={editor.faults()} />
          </section>
        </aside>
      </div>
      <KeySheet editor={editor} open={keys} onClose={() => setKeys(false)} />
    </div>
  );
}

// In a function: parts that are fetched later wait for this module, and it would wait for them.
async function start() {
  await makeReady(SCHEMA);
  pictures = await Promise.all(LARGE ? [largePicture()] : [1, 2, 3].map(paintPicture));
  await Promise.all(pictures.map((one) => prefetchPicture(one.url)));
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
}
void start();
