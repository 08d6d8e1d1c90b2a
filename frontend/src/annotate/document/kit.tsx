import { MoveHorizontal } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { difference } from "../core/diff";
import { isMark, readAnswer } from "../core/doc";
import { kindsIn } from "../core/kinds";
import { makeReady } from "../image/ready";
import type { Editing, Kit, Told } from "../kit";
import { LightButton } from "../parts/light";
import { LightFields, PhoneTools as OfPictures, PictureDock } from "../parts/parts-later";
import { StatusBar } from "../parts/status-bar";
import { ToolButton } from "../parts/tool-button";
import { Tools } from "../parts/tools";
import { createDocumentEditor, type DocumentEditor } from "./editor";
import { joinBoards } from "./joining";
import { Board } from "./parts/board";
import { Panel, Parts } from "./parts/panel";
import { BoxText, DiffList, FaultLine, Faults, OrderPanel, TablePanel } from "./parts/parts-later";
import { useBoard } from "./use";

type Of = { editor: DocumentEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): DocumentEditor => editor as unknown as DocumentEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

function Rail({ editor, children }: Of & { children?: ReactNode }) {
  const { t } = useTranslation("annotate");
  return (
    <Tools editor={useBoard(editor)}>
      {children}
      <ToolButton
        act="zoom.width"
        icon={MoveHorizontal}
        word={t("acts.zoom.width")}
        onPress={editor.fitWidth}
      />
    </Tools>
  );
}
const Status = ({ editor, children }: Of & { children?: ReactNode }) => (
  <StatusBar editor={useBoard(editor)}>{children}</StatusBar>
);
const Light = ({ editor }: Of) => <LightButton editor={useBoard(editor)} />;
const Dock = ({ editor }: Of) => <PictureDock editor={useBoard(editor)} />;
const PhoneTools = ({ editor }: Of) => <OfPictures editor={useBoard(editor)} />;

function Sheet({ editor }: Of) {
  return (
    <div className="panel wk-list">
      <Parts editor={editor} />
      <LightFields editor={useBoard(editor)} />
    </div>
  );
}

const MARKED = ["page_box", "table", "span"];
const BY_KIND: Readonly<Record<string, () => Promise<void>>> = {
  page_box: BoxText.load,
  table: TablePanel.load,
  order: OrderPanel.load,
};

/** Documents, for the pages. */
export const documentKit: Kit = {
  modality: "document",
  async ready(schema, ...answers) {
    joinBoards();
    const kinds = kindsIn([schema, ...answers]);
    const spans = kinds.has("span") ? [{ labels: [{ kind: "page_span" }] }] : [];
    await Promise.all([
      makeReady(schema, ...answers, ...spans),
      ...[...kinds].map((kind) => BY_KIND[kind]?.()),
    ]);
  },
  open(schema, source, answer, options = {}) {
    if (source.modality !== "document") throw new Error("This is no document.");
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
