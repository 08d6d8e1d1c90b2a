import { useSearch } from "@tanstack/react-router";
import { useHouse } from "../house";
import { MonthPapers } from "./month";
import { YearPapers } from "./year";
import "./papers.css";

/** Papers of an organisation: of a month, and of a year. */
export function Papers() {
  const house = useHouse();
  const { view } = useSearch({ from: "/inside/admin/papers" });
  if (house === undefined) return null; // the frame has said why
  return view === "year" ? <YearPapers house={house} /> : <MonthPapers house={house} />;
}
