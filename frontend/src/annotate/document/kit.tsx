import type { ComponentType } from "react";
import { difference } from "../core/diff";
import { isMark, readAnswer, readSchema } from "../core/doc";
import { kindsIn } from "../core/kinds";
import { makeReady } from "../image/ready";
import type { Editing, Kit, Told } from "../kit";
import { later, loadAround } from "../parts/later";
import { PhoneTools as OfPictures, PictureDock } from "../parts/parts-later";
import { createDocumentEditor, type DocumentEditor } from "./editor";
import { joinBoards } from "./joining";
import { Board } from "./parts/board";
import {
  BoxText,
  DiffList,
  FaultLine,
  Faults,
  OrderPanel,
  Overlay,
  TablePanel,
} from "./parts/parts-later";
import { useBoard } from "./use";

type Of = { editor: DocumentEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): DocumentEditor => editor as unknown as DocumentEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

// What stands around at a desk, or above and under a thumb: each device fetches its own.
const Rail = later(() => import("./desk").then((its) => its.Rail));
const Status = later(() => import("./desk").then((its) => its.Status));
const Light = later(() => import("./desk").then((its) => its.Light));
const Panel = later(() => import("./desk").then((its) => its.Panel));
const Sheet = later(() => import("./desk").then((its) => its.Sheet));
const Dock = ({ editor }: Of) => <PictureDock editor={useBoard(editor)} />;
const PhoneTools = ({ editor }: Of) => <OfPictures editor={useBoard(editor)} />;

const MARKED = ["page_box", "table", "span"];
const BY_KIND: Readonly<Record<string, () => Promise<unknown>>> = {
  table: () => Promise.all([TablePanel.load(), Overlay.load()]),
  order: () => Promise.all([OrderPanel.load(), Overlay.load()]),
};

/** Is text asked of boxes? It is written as soon as one is drawn. */
const writes = (schema: unknown): boolean =>
  readSchema(schema).labels.some(
    (one) => one.kind === "page_box" && (one.text ?? "none") !== "none",
  );

/** Documents, for the pages. */
export const documentKit: Kit = {
  modality: "document",
  async ready(schema, ...answers) {
    joinBoards();
    const kinds = kindsIn([schema, ...answers]);
    const spans = kinds.has("span") ? [{ labels: [{ kind: "page_span" }] }] : [];
    await Promise.all([
      makeReady(schema, ...answers, ...spans),
      loadAround([Rail, Status, Panel], [PictureDock, OfPictures]),
      ...[...kinds].map((kind) => BY_KIND[kind]?.()),
      writes(schema) && BoxText.load(),
    ]);
  },
  open(schema, source, answer, options = {}) {
    if (source.modality !== "document") throw new Error(source.modality);
    return createDocumentEditor(schema, source, answer, options) as unknown as Editing;
  },
  readAnswer: (json) => readAnswer(json, "document"),
  difference,
  isBare: (editor) =>
    editor.schema.labels.some(({ kind }) => MARKED.includes(kind)) &&
    !editor.answer().annotations.some((one) => isMark(one) || one.kind === "span"),
  showPin: (editor, pin) => void documentKit.inspecting().then((its) => its.showPin(editor, pin)),
  showShapes: (editor, shown) => own(editor).showShapes(shown),
  inspecting: () => import("./inspecting").then((its) => its.inspecting),
  suggested: () => import("./suggested").then((its) => its.looks),
  fit: (editor) => own(editor).get().board.fit(),
  Board: given(Board),
  Rail: given(Rail),
  Status: given(Status),
  Panel: given(Panel),
  Dock: given(Dock),
  PhoneTools: given(PhoneTools),
  Sheet: given(Sheet),
  Faults: given(Faults),
  Fault: given(FaultLine as ComponentType<Of & { fault: Told }>),
  DiffList: given(DiffList),
  Light: given(Light),
};
