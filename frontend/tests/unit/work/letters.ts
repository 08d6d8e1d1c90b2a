import type { HandedIn, Letter, Sent } from "~/api/outbox-core";

/** A hand-in as a page puts it into the outbox. */
export const letter = (id: string, assignment_id = 1, person = 7) => ({
  id,
  person,
  tab: "t",
  project_id: 1,
  stage_id: 1,
  assignment_id,
  level: 0,
  item: "BC-1",
  price: 180,
  body: { answer: { modality: "picture", annotations: [] } },
  next: true,
});

/** The server has taken it. */
export const answered = (letter: Letter): Sent => ({
  kind: "answered",
  answer: { submission_id: 1, assignment_id: letter.assignment_id } as HandedIn,
});

/** The server has not: it is faulty. */
export const refused: Sent = {
  kind: "refused",
  refusal: { status: 422, code: "answer_faulty", detail: "", more: { errors: [] } },
};
