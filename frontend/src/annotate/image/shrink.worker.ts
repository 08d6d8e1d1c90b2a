// Makes a smaller copy of a decoded picture: on the page it would stand still for a second.
export type Shrink = { bitmap: ImageBitmap; width: number; height: number };

addEventListener("message", async ({ data }: MessageEvent<Shrink>) => {
  const { bitmap, width, height } = data;
  const copy = await createImageBitmap(bitmap, {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: "medium",
  });
  bitmap.close();
  postMessage(copy, { transfer: [copy] });
});
// What fails here is heard of on the page.
addEventListener("unhandledrejection", ({ reason }) => {
  throw reason;
});
