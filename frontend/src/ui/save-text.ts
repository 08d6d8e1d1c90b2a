const BOM = "\uFEFF"; // by which spreadsheets know that it is UTF-8

/** Hands a table over as a file of the browser. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([BOM, text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(url);
}
