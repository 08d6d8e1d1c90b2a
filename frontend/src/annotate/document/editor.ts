import { choicesOf } from "../core/choices";
import {
  type Annotation,
  type Answer,
  type DocumentSchema,
  find,
  type Id,
  put,
  readAnswer,
  readSchema,
} from "../core/doc";
import { begin, canRedo, canUndo, redo, step, undo } from "../core/history";
import type { Act, Handlers } from "../core/keymap";
import { createStore } from "../core/store";
import type { Fault } from "../core/validity";
import { createEditor, type Editor } from "../image/acts";
import { isTool } from "../image/tools";
import type { Editing, KitOptions, Suggested } from "../kit";
import type { MediaSource, PageFacts } from "../media";
import { faultsIn } from "./checks";
import type { OrderLabel } from "./doc";
import { documentActs, documentHandlers } from "./keys";
import { type Layer, NO_LAYER, textIn } from "./layer";
import { meantIn, orderOf, tidied, withOrder } from "./orders";
import { indexOf, type PagePicture, partAt } from "./page";
import { createPages, type Pages } from "./pages";
import { createProjection, pageSchema } from "./project";
import type { Range } from "./tables";
import { fitWidth, follow } from "./view";

export type DocumentState = {
  answer: Answer;
  /** The page that is worked on, counted from 0, and what works on it. */
  page: number;
  board: Editor;
  /** What is selected on it. */
  selected: readonly Id[];
  /** The cells in hand of the table that is selected: the first of them, and the last. */
  cells: Range | null;
  revision: number;
  readOnly: boolean;
  shapes: boolean;
  suggested: Suggested | null;
  canUndo: boolean;
  canRedo: boolean;
};

type Kept = { answer: Answer; page: number };

/** A document being worked on, page by page: one answer and one history over an editor for each page. */
export type DocumentEditor = Omit<Editing, "schema" | "get" | "patch"> & {
  readonly schema: DocumentSchema;
  readonly source: MediaSource<"document">;
  readonly facts: readonly PageFacts[];
  readonly pages: Pages;
  readonly orders: readonly OrderLabel[];
  get: () => DocumentState;
  patch: (part: Partial<Pick<DocumentState, "suggested" | "cells">>) => void;
  /** The text of a page, as far as it is there. */
  layer: (page?: number) => Layer;
  goTo: (page: number) => boolean;
  /** Selects an annotation on its page and brings it into view. */
  show: (id: Id, near?: boolean) => void;
  pageOf: (id: Id) => number | null;
  /** An annotation, a relation or an answer in another form; steps of one `kind` are one. */
  change: (one: Annotation, kind?: string) => boolean;
  commit: (answer: Answer, kind?: string) => boolean;
  setOrder: (label: OrderLabel, ids: readonly Id[]) => boolean;
  /** What a page of another answer looks like to the board. */
  seen: (one: Annotation) => Annotation | null;
  showShapes: (shown: boolean) => void;
  setTool: (tool: "pin" | "select") => boolean;
  fitWidth: () => void;
  readonly keyActs: readonly Act[];
};

/** An editor for one document. `schema` and `answer` are the API's JSON; `answer` may be null. */
export function createDocumentEditor(
  schemaJson: unknown,
  source: MediaSource<"document">,
  answerJson: unknown,
  options: KitOptions = {},
): DocumentEditor {
  const schema = readSchema(schemaJson) as DocumentSchema;
  const asPicture = pageSchema(schema);
  const facts = source.facts.pages;
  const orders = schema.labels.filter((one): one is OrderLabel => one.kind === "order");
  const asksText = new Set(
    schema.labels.flatMap((one) =>
      one.kind === "page_box" && (one.text ?? "none") !== "none" ? one.name : [],
    ),
  );
  const choices = choicesOf(asPicture);
  /** What is drawn first is in hand from the beginning. */
  const first = choices[0]?.label.kind;
  const { seen, project, lift } = createProjection(schema);
  const pages = createPages(source);
  const changed = new Set<(answer: Answer) => void>();
  const readOnly = options.readOnly === true;
  let history = begin<Kept>({ answer: readAnswer(answerJson, "document"), page: 0 });
  /** Boxes that were drawn and have not been read yet. */
  const unread = new Set<Id>();
  /** While the board is brought up to date, what it says is nothing new. */
  let syncing = false;
  let leave = () => {};

  const layer = (page = state.get().page): Layer => pages.layer(page) ?? NO_LAYER;
  const answer = () => history.present.answer;
  const picture = (page: number): PagePicture => {
    const { width, height, length } = facts[page]!;
    const part = partAt(page);
    return {
      width,
      height,
      name: source.name,
      part,
      layer: () => layer(page),
      reads: length > 0,
      ordering: () => orderingOf(),
      // It may come later than the editor: the board waits for it.
      get url() {
        return pages.url(page) ?? "";
      },
    };
  };
  const openPage = (page: number): Editor => {
    const place = options.place;
    const board = createEditor(
      asPicture,
      picture(page),
      project(answer(), page, pages.layer(page)),
      {
        readOnly,
        ...(first !== undefined && isTool(first) && !readOnly ? { tool: first } : {}),
        ...(place && { place: (spot) => place({ ...spot, part: partAt(page) }) }),
      },
    );
    // What joins others stands behind what is drawn.
    const last = (id: string) => Number(id === "relation" || id === "pan" || id === "pin");
    const own: Editor = {
      ...board,
      tools: [...board.tools].sort((one, other) => last(one) - last(other)),
      undo: () => travel("undo"),
      redo: () => travel("redo"),
      handlers: { ...board.handlers, ...documentHandlers(board, () => editor) },
    };
    const off = [
      board.onChange((inner, kind) => syncing || take(page, inner, kind)),
      board.subscribe(() => {
        const { shapes, selected } = board.get();
        const now = state.get();
        if (now.board === own && (shapes !== now.shapes || selected !== now.selected))
          set({ shapes, selected });
      }),
    ];
    leave = () => {
      for (const stop of off) stop();
    };
    return own;
  };
  const state = createStore<DocumentState>({
    answer: history.present.answer,
    page: 0,
    board: null as unknown as Editor,
    selected: [],
    cells: null,
    revision: 0,
    readOnly,
    shapes: true,
    suggested: null,
    canUndo: false,
    canRedo: false,
  });
  const set = (part: Partial<DocumentState>) => state.set({ ...state.get(), ...part });

  /** What the board shows is the answer as it is. */
  const sync = () => {
    const { board, page, suggested } = state.get();
    const before = board.answer();
    const now = project(answer(), page, pages.layer(page));
    const same =
      now.annotations.length === before.annotations.length &&
      now.annotations.every((one, at) => one === before.annotations[at]);
    syncing = true;
    if (!same) {
      const here = new Set(now.annotations.map(({ id }) => id));
      board.commit(
        now,
        board.get().selected.filter((id) => here.has(id)),
      );
    }
    board.patch({
      canUndo: canUndo(history),
      canRedo: canRedo(history),
      suggested: suggested === null ? null : onPage(suggested),
    });
    syncing = false;
  };
  const settle = () => {
    set({
      answer: answer(),
      canUndo: canUndo(history),
      canRedo: canRedo(history),
      revision: state.get().revision + 1,
    });
    sync();
    for (const listener of changed) listener(answer());
  };
  /** With what the text layer says in boxes that have just been drawn and are to say something. */
  const prefilled = (before: Answer, next: Answer): Answer => {
    const had = new Set(before.annotations.map(({ id }) => id));
    const fresh = next.annotations.filter(({ id }) => !had.has(id)).map(({ id }) => id);
    for (const id of fresh) unread.add(id);
    return read(next);
  };
  const read = (next: Answer): Answer =>
    put(
      next,
      ...next.annotations.flatMap((one) => {
        if (!unread.has(one.id)) return [];
        if (one.kind === "page_box" && asksText.has(one.name) && one.text === undefined) {
          const there = pages.layer(indexOf(one.part));
          // The text of the page is still to come.
          if (there === null) return [];
          unread.delete(one.id);
          const text = textIn(there, one);
          return text === "" ? [] : [{ ...one, text }];
        }
        unread.delete(one.id);
        return [];
      }),
    );
  /** What has come may be what a box was drawn for before: no step of its own. */
  const onCame = () => {
    const next = read(answer());
    if (next === answer()) {
      sync();
      return;
    }
    history = { ...history, present: { ...history.present, answer: next } };
    settle();
  };
  const commit = (next: Answer, kind?: string, page = state.get().page): boolean => {
    if (next === answer()) return false;
    history = step(history, { answer: tidied(next, orders), page }, kind ?? null);
    settle();
    return true;
  };
  const take = (page: number, inner: Answer, kind?: string) => {
    const next = lift(answer(), inner, page);
    commit(prefilled(answer(), next), kind, page);
  };
  const travel = (way: "undo" | "redo"): boolean => {
    const { board } = state.get();
    if (state.get().readOnly) return false;
    if (way === "undo" && board.tool().act?.(board.hands, "undo") === true) return true;
    if (board.tool().cancel(board.hands) && way === "undo") return true;
    const next = way === "undo" ? undo(history) : redo(history);
    if (next === history) return false;
    // Where something changes is where it is looked at.
    const { page } = way === "undo" ? history.present : next.present;
    history = next;
    editor.goTo(page);
    settle();
    state.get().board.say(way === "undo" ? "undone" : "redone");
    return true;
  };
  const onPage = (suggested: Suggested): Suggested => {
    const { page } = state.get();
    const perPage = (name: string) =>
      schema.labels.some((one) => one.name === name && "per" in one && one.per === "part");
    return {
      ...suggested,
      marks: suggested.marks.flatMap((one) => seen(one, page, pages.layer(page)) ?? []),
      beside: (name) => suggested.beside(name, perPage(name) ? partAt(page) : null),
    };
  };
  const orderingOf = () => {
    const [label] = orders;
    if (label === undefined) return null;
    return {
      ids: () => orderOf(answer(), label)?.order ?? [],
      meant: (id: Id) => meantIn(answer(), label).some((one) => one.id === id),
      set: (ids: readonly Id[]) => void editor.setOrder(label, ids),
      auto: () =>
        void editor.setOrder(
          label,
          meantIn(answer(), label).map(({ id }) => id),
        ),
    };
  };
  let faulted: { answer: Answer; faults: readonly Fault[] } | null = null;

  const editor: DocumentEditor = {
    schema,
    source,
    facts,
    pages,
    orders,
    choices,
    get: state.get,
    subscribe: state.subscribe,
    patch(part) {
      set(part);
      if ("suggested" in part) sync();
    },
    onChange(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    answer,
    faults() {
      if (faulted?.answer !== answer())
        faulted = { answer: answer(), faults: faultsIn(schema, facts, answer()) };
      return faulted.faults;
    },
    faultsOf: (other) => faultsIn(schema, facts, other),
    replace(next) {
      const { board } = state.get();
      board.tool().cancel(board.hands);
      commit(next);
    },
    undo: () => travel("undo"),
    redo: () => travel("redo"),
    layer,
    goTo(page) {
      const before = state.get();
      const next = Math.min(Math.max(page, 0), facts.length - 1);
      if (next === before.page) return false;
      const { board } = before;
      board.tool().cancel(board.hands);
      leave();
      const { tool, choice, light, crosshair, shapes, hidden } = board.get();
      const other = openPage(next);
      other.setTool(tool);
      other.patch({ choice, light, crosshair, shapes, hidden });
      other.view.set(follow(board.view.get(), board.picture, other.picture));
      set({ page: next, board: other, selected: [], cells: null });
      sync();
      return true;
    },
    pageOf(id) {
      const one = find(answer(), id);
      if (one === undefined) return null;
      const part = "part" in one ? one.part : null;
      if (part != null) return indexOf(part);
      const end = one.kind === "relation" ? find(answer(), one.from) : undefined;
      return end !== undefined && "part" in end ? indexOf(end.part) : null;
    },
    show(id, near = false) {
      editor.goTo(editor.pageOf(id) ?? state.get().page);
      const { board } = state.get();
      board.select([id]);
      if (near) board.zoomTo(id);
      else board.reveal(id);
    },
    change: (one, kind) => !state.get().readOnly && commit(put(answer(), one), kind),
    commit: (next, kind) => !state.get().readOnly && commit(next, kind),
    setOrder: (label, ids) =>
      !state.get().readOnly && commit(withOrder(answer(), label, ids), `order ${label.name}`),
    seen: (one) => {
      const { page } = state.get();
      return seen(one, page, pages.layer(page));
    },
    showShapes: (shown) => state.get().board.showShapes(shown),
    setTool: (tool) => state.get().board.setTool(tool),
    fitWidth() {
      const { board } = state.get();
      board.view.set(fitWidth(board.view.get(), board.picture));
    },
    handlers: {},
    keyActs: documentActs(schema),
  };
  set({ board: openPage(0) });
  // The keys of whichever page is worked on.
  const handlers: Record<string, Handlers[string]> = {};
  for (const [id, handler] of Object.entries(state.get().board.handlers)) {
    const now = () => state.get().board.handlers[id];
    handlers[id] =
      typeof handler === "function"
        ? () => (now() as () => unknown)()
        : {
            down: () => (now() as typeof handler).down(),
            up: () => (now() as typeof handler).up(),
          };
  }
  // What a page says comes after the page itself.
  pages.came.subscribe(onCame);
  return Object.assign(editor, { handlers });
}
