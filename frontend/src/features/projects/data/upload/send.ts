import type { Upload } from "tus-js-client";
import { sendingInto, told } from "~/api/tus";
import { keeper, reached } from "./kept";
import type { Parcel } from "./pick";

// A piece a request: short enough that a broken line costs little, long enough to fill it.
const PIECE = 16 << 20;

export type Sending = {
  pause: () => void;
  resume: () => void;
  /** Ends it, and has the server forget what it has. */
  cancel: () => Promise<void>;
};

type Ears = {
  progress: (sent: number, total: number) => void;
  done: (uploadId: string, url: string) => void;
  failed: (error: unknown) => void;
};

/** Sends a parcel by the tus protocol, going on where the same one was broken off before. */
export async function send(project: number, parcel: Parcel, ears: Ears): Promise<Sending> {
  const tus = await import("tus-js-client");
  const { body } = parcel;
  const upload: Upload = new tus.Upload(body as Blob, {
    ...sendingInto(project),
    metadata: { filename: parcel.filename },
    chunkSize: PIECE,
    retryDelays: [0, 1000, 3000, 5000, 10_000, 20_000, 30_000],
    fingerprint: async () => `${project}:${parcel.fingerprint}`,
    urlStorage: keeper(project, parcel.name),
    // Kept until the import has begun: what is whole and not imported must be found again too.
    removeFingerprintOnSuccess: false,
    fileReader: {
      openFile: async () => ({
        size: body.size,
        slice: async (start, end) => {
          const stop = Math.min(end, body.size);
          return { value: await body.slice(start, stop), done: stop >= body.size };
        },
        close: () => undefined,
      }),
    },
    onProgress: ears.progress,
    onChunkComplete: (_, accepted) => upload.url && reached(upload.url, accepted),
    onSuccess: () => {
      const url = upload.url ?? "";
      ears.done(url.split("/").at(-1) ?? "", url);
    },
    onError: (error) => ears.failed(told(error)),
  });
  const [before] = await upload.findPreviousUploads();
  if (before !== undefined) upload.resumeFromPreviousUpload(before);
  upload.start();
  return {
    pause: () => void upload.abort(),
    resume: () => upload.start(),
    cancel: () => upload.abort(true),
  };
}
