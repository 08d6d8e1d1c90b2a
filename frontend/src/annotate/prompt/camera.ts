/** A camera, for photographs and films. */
import { type Device, deviceOf } from "~/api/captures";

export type Facing = "environment" | "user";
export type Camera = {
  stream: MediaStream;
  settings: Device;
  close: () => void;
};

/** Opens a camera as large as it can see; with `sound`, its microphone too. */
export async function openCamera(facing: Facing, sound: boolean): Promise<Camera> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: {
      facingMode: { ideal: facing },
      width: { ideal: sound ? 1920 : 4096 },
      height: { ideal: sound ? 1080 : 3072 },
    },
    audio: sound,
  });
  const [track] = stream.getVideoTracks();
  return {
    stream,
    settings: deviceOf({ label: track?.label ?? "", ...track?.getSettings() }),
    close() {
      for (const one of stream.getTracks()) one.stop();
    },
  };
}

/** What a picture is like. */
export type Seen = { width: number; height: number; light: number };

/** What the camera sees now, as a JPEG. */
export async function shot(video: HTMLVideoElement): Promise<{ blob: Blob; seen: Seen }> {
  // A camera that was opened just now has seen nothing yet.
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
    await new Promise((seen) => video.addEventListener("loadeddata", seen, { once: true }));
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")!.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, "image/jpeg", 0.95));
  if (blob === null) throw new Error("The camera gave no picture.");
  return { blob, seen: { width: canvas.width, height: canvas.height, light: lightOf(canvas) } };
}

/** Pixels are counted in a small copy: the mean is the same. */
const SMALL = 64;

function lightOf(picture: CanvasImageSource): number {
  const small = document.createElement("canvas");
  small.width = SMALL;
  small.height = SMALL;
  const drawn = small.getContext("2d")!;
  drawn.drawImage(picture, 0, 0, SMALL, SMALL);
  const { data } = drawn.getImageData(0, 0, SMALL, SMALL);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4)
    sum += 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  return sum / (SMALL * SMALL);
}

/** What a picture from a file is like; null where this browser cannot show it. */
export async function seenIn(file: Blob): Promise<Seen | null> {
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = picture;
    const light = lightOf(picture);
    picture.close();
    return { width, height, light };
  } catch {
    return null; // the server will say
  }
}

type Sized = { min_width?: number; min_height?: number; min_light?: number; max_light?: number };

/** What is wrong with a picture, in the server's codes; one on its side is as large as one that stands. */
export function wrongWith(seen: Seen, limits: Sized) {
  const { min_width = 640, min_height = 480, min_light = 40, max_light = 220 } = limits;
  const size = [seen.width, seen.height].sort((a, b) => b - a) as [number, number];
  const least = [min_width, min_height].sort((a, b) => b - a) as [number, number];
  const found: { code: string; value: number | string; limit: number | string }[] = [];
  if (size[0] < least[0] || size[1] < least[1])
    found.push({
      code: "too_small",
      value: `${seen.width}x${seen.height}`,
      limit: `${min_width}x${min_height}`,
    });
  if (seen.light < min_light) found.push({ code: "too_dark", value: seen.light, limit: min_light });
  if (seen.light > max_light)
    found.push({ code: "too_bright", value: seen.light, limit: max_light });
  return found;
}

const FILMS: readonly (readonly [type: string, suffix: string])[] = [
  ["video/webm;codecs=vp9,opus", "webm"],
  ["video/webm;codecs=vp8,opus", "webm"],
  ["video/webm", "webm"],
  ["video/mp4", "mp4"],
];

export type Filming = { stop: () => Promise<{ blob: Blob; suffix: string; seconds: number }> };

/** Begins to film what the camera sees. */
export function film(stream: MediaStream): Filming {
  const [type, suffix] = FILMS.find(([one]) => MediaRecorder.isTypeSupported(one)) ?? ["", "webm"];
  const recorder = new MediaRecorder(stream, type === "" ? {} : { mimeType: type });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => {
    if (data.size > 0) parts.push(data);
  };
  const began = performance.now();
  recorder.start(1000);
  return {
    async stop() {
      const seconds = (performance.now() - began) / 1000;
      if (recorder.state !== "inactive")
        await new Promise((stopped) => {
          recorder.addEventListener("stop", stopped, { once: true });
          recorder.stop();
        });
      const kind = recorder.mimeType.split(";")[0] ?? "video/webm";
      return { blob: new Blob(parts, { type: kind }), suffix, seconds };
    },
  };
}
