/** While work is on its way: its layout, without what it shows. */
export function Coming({ word }: { word: string }) {
  const phone = matchMedia("(max-width: 640px)").matches;
  return (
    <main
      id="content"
      className={phone ? "wk-phone" : "ed wk"}
      data-density="compact"
      aria-busy="true"
    >
      <h1 className="sr-only">{word}</h1>
      <div className={phone ? "wk-ptop" : "ed-top"}>
        <span className="sk wk-sk-line" />
        <span className="t3 label" role="status">
          {word}
        </span>
      </div>
      <div className="wk-coming" />
    </main>
  );
}
