const PAUSE = 1_200; // milliseconds after the last change
const AGAIN = 5_000; // after a try that failed

export type Kept = "kept" | "keeping" | "failed";

/** Keeps what is being answered on the server as one goes: the newest, one after another. */
export class Keeper<T> {
  readonly #send: (value: T) => Promise<void>;
  readonly #read: () => T | null;
  readonly #tell: (state: Kept) => void;
  #changed = false;
  #sending: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `read` gives null while there is nothing that could be kept. */
  constructor(
    read: () => T | null,
    send: (value: T) => Promise<void>,
    tell: (state: Kept) => void,
  ) {
    this.#read = read;
    this.#send = send;
    this.#tell = tell;
  }

  /** Something has changed: it is kept in a moment, and until then is not said to be kept. */
  change(): void {
    this.#changed = true;
    this.#tell("keeping");
    this.#wait(PAUSE);
  }

  /** Keeps what is there now, also where nothing was changed. Rejects where it cannot be kept. */
  async now(): Promise<void> {
    this.#changed = true;
    await this.flush();
  }

  /** Keeps what has changed. Rejects where it cannot be kept. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#sending !== null) await this.#sending.catch(() => undefined);
    const value = this.#changed ? this.#read() : null;
    if (value === null) return;
    this.#changed = false;
    this.#tell("keeping");
    this.#sending = this.#send(value);
    try {
      await this.#sending;
      this.#tell("kept");
    } catch (error) {
      this.#changed = true;
      this.#tell("failed");
      throw error;
    } finally {
      this.#sending = null;
    }
  }

  /** Keeps nothing more by itself. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush().catch(() => this.#wait(AGAIN)), ms);
  }
}
