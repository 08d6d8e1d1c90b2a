import { isProblem } from "~/api/problem";

/** What somebody new types. */
export type Asked = { email: string; name: string; password: string; birthYear: string };

/** The sentence that stands under a field, by its key. */
type Sentence =
  | "need_email"
  | "need_name"
  | "need_password"
  | "need_birth_year"
  | "need_older"
  | "need_stronger";
export type Faults = Partial<Record<keyof Asked, Sentence>>;

/** What can be seen without asking the server. */
export function faultsOf(asked: Asked): Faults {
  const faults: Faults = {};
  if (!/^\S+@\S+\.\S+$/.test(asked.email.trim()) && !/^\S+@localhost$/.test(asked.email.trim()))
    faults.email = "need_email";
  if (asked.name.trim() === "") faults.name = "need_name";
  if ([...asked.password].length < 10) faults.password = "need_password";
  const year = Number(asked.birthYear);
  if (!/^\d{4}$/.test(asked.birthYear) || year < 1900 || year > new Date().getFullYear())
    faults.birthYear = "need_birth_year";
  return faults;
}

const FIELDS: Record<string, [keyof Asked, Sentence]> = {
  "body.email": ["email", "need_email"],
  "body.name": ["name", "need_name"],
  "body.password": ["password", "need_password"],
  "body.birth_year": ["birthYear", "need_birth_year"],
};

/** What the server refused, by the field that it belongs to; empty where it belongs to none. */
export function atFields(error: unknown): Faults {
  if (!isProblem(error)) return {};
  if (error.code === "too_young") return { birthYear: "need_older" };
  if (error.code === "weak_password") return { password: "need_stronger" };
  const faults: Faults = {};
  for (const one of error.errors) {
    const found = FIELDS[one.at];
    if (found !== undefined) faults[found[0]] = found[1];
  }
  return faults;
}
