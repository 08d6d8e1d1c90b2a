import type { Answer, Id } from "~/annotate/core/doc";
import { createStore } from "~/annotate/core/store";
import type { Fault } from "~/annotate/core/validity";
import type { Editing } from "~/annotate/kit";
import type { Schema } from "~/api/client";
import { type Opened, shownOf } from "./task";

export type Verdict = NonNullable<Schema<"AnswerIn">["verdict"]>;
/** What is handed in: an answer, or a verdict with what goes with it. */
export type Given = Omit<Schema<"AnswerIn">, "seconds">;

/** What of a verdict one has decided. */
type Judged = {
  verdict: Verdict | null;
  /** What is wrong, by name, for what is not mended. */
  named: readonly Id[];
};

const NOTHING: Judged = { verdict: null, named: [] };

/** An answer sheet: what somebody is answering one question with. At level 0 that is drawn in the
 * editor; above it there is an answer to judge, and to mend for a fix. */
export class Sheet {
  readonly opened: Opened;
  readonly judged = createStore<Judged>(NOTHING);
  readonly #reader: Editing | null = null;
  #editor: Editing | null = null;
  #offs: (() => void)[] = [];
  readonly #listeners = new Set<() => void>();

  /** An exam's goes on with what was answered before. */
  constructor(opened: Opened) {
    this.opened = opened;
    const { kit, source, task } = opened;
    if (task.level === 0) {
      this.#editor = kit.open(task.label_schema, source, task.given);
      this.#follow(this.#editor);
      return;
    }
    this.#reader = kit.open(task.label_schema, source, shownOf(task), { readOnly: true });
    if (task.given_verdict !== null)
      this.judged.set({
        verdict: task.given_verdict,
        named: task.given_pins.flatMap((pin) => pin.annotation ?? []),
      });
    if (task.given !== null) this.#mender(task.given);
    this.#offs.push(this.judged.subscribe(() => this.#tell()));
  }

  /** Whether it is judged rather than drawn. */
  get judges(): boolean {
    return this.#reader !== null;
  }

  /** What is on the board now. */
  get editor(): Editing {
    const mends = this.judged.get().verdict === "fix";
    return this.#reader === null || mends ? (this.#editor ?? this.#reader!) : this.#reader;
  }

  choose(verdict: Verdict): void {
    if (verdict === "fix") this.#mender(null);
    this.judged.set({ ...this.judged.get(), verdict });
  }

  /** Names an annotation as wrong, or no longer. */
  name(id: Id): void {
    const { verdict, named } = this.judged.get();
    const next = named.includes(id) ? named.filter((one) => one !== id) : [...named, id];
    this.judged.set({ verdict, named: next });
  }

  /** What breaks the schema. */
  faults(): readonly Fault[] {
    return this.editor.get().readOnly ? [] : this.editor.faults();
  }

  /** What is handed in; null where nothing is decided yet. */
  given(): Given | null {
    if (this.#reader === null) return { answer: answerOf(this.#editor!) };
    const { verdict, named } = this.judged.get();
    if (verdict === null) return null;
    if (verdict === "fix") return { verdict, answer: answerOf(this.#editor!) };
    return {
      verdict,
      pins: verdict === "approve" ? [] : named.map((annotation) => ({ annotation })),
    };
  }

  /** What the board shows: one's own, or what is judged. */
  shown(): Answer {
    return this.editor.answer();
  }

  /** Whether anything has been answered at all. */
  get isBare(): boolean {
    return this.#reader === null
      ? this.#editor!.answer().annotations.length === 0
      : this.judged.get().verdict === null;
  }

  /** Calls back whenever what is handed in has changed. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const off of this.#offs) off();
    this.#listeners.clear();
  }

  #mender(answer: unknown): void {
    if (this.#editor !== null) return;
    const { kit, source, task } = this.opened;
    this.#editor = kit.open(task.label_schema, source, answer ?? shownOf(task));
    kit.follow(this.#editor, this.#reader!);
    this.#follow(this.#editor);
  }

  #follow(editor: Editing): void {
    this.#offs.push(editor.onChange(() => this.#tell()));
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const answerOf = (editor: Editing): Record<string, unknown> => ({ ...editor.answer() });
