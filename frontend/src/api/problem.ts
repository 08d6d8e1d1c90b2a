/** A refusal of the server, or no answer at all (`status` 0): problem+json as an error. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** What is wrong with which field, where the server says so. */
  readonly errors: ReadonlyArray<{ at: string; code?: string; detail?: string; says?: string }>;
  /** Everything else that the server said, by its name. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body.detail === "string" ? body.detail : "");
    this.name = "Problem";
    this.status = status;
    this.code = typeof body.code === "string" ? body.code : "unreadable";
    this.errors = Array.isArray(body.errors) ? body.errors : [];
    this.more = body;
  }

  /** Whether nothing was heard of the server: the same request may be sent again. */
  get offline(): boolean {
    return this.status === 0;
  }
}

export const isProblem = (error: unknown): error is Problem => error instanceof Problem;
