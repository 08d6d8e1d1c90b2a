/** What the pages of `dure bench editor` share: the editor as the app shows it, and frames counted. */
import type { Editing, Kit } from "./kit";
import { KeySheet } from "./parts/key-sheet-later";

/** Frames of the screen in a second while `seconds` go by; `each` is called on every one. */
export const framesIn = (seconds: number, each: (at: number) => void = () => {}): Promise<number> =>
  new Promise((done) => {
    let count = -1;
    let first = 0;
    const tick = (now: number) => {
      if (count < 0) first = now;
      count += 1;
      each(count);
      if (now - first < seconds * 1000) requestAnimationFrame(tick);
      else done((count * 1000) / (now - first));
    };
    requestAnimationFrame(tick);
  });

/** An editor on a phone or at a desk, whichever the window is. */
export function BenchPage({ kit, editor }: { kit: Kit; editor: Editing }) {
  if (innerWidth < 640)
    return (
      <div
        style={{ height: "100dvh", display: "grid", grid: "minmax(0,1fr) auto / minmax(0,1fr)" }}
      >
        <kit.Board editor={editor} map />
        <footer style={{ padding: "12px 0 16px" }}>
          <kit.Dock editor={editor} />
          <div className="row g4" style={{ padding: "12px 12px 0" }}>
            <kit.PhoneTools editor={editor} />
          </div>
        </footer>
      </div>
    );
  return (
    <div className="ed" style={{ gridTemplateRows: "minmax(0, 1fr)" }}>
      <div className="ed-body" style={{ gridTemplateColumns: "48px minmax(0,1fr) 296px" }}>
        <kit.Rail editor={editor} />
        <main className="stage">
          <kit.Board editor={editor} />
          <kit.Status editor={editor} />
        </main>
        <aside className="panel">
          <kit.Panel editor={editor} />
          <section>
            <kit.Faults editor={editor} faults={editor.faults()} />
          </section>
        </aside>
      </div>
      <KeySheet open={false} onClose={() => {}} />
    </div>
  );
}
