import * as http from "node:http";
import { createRequire } from "node:module";
import type { EndDescription } from "@wireduel/core";
import type { WsOptions } from "./options.js";

/** Which code masks and unmasks in ws, by its own order of preference (its lib/buffer-util.js). */
export type MaskCode = "node" | "bufferutil" | "javascript";

const require = createRequire(import.meta.url);

/** ws looks for bufferutil from where ws itself is installed. */
const requireFromWs = createRequire(require.resolve("ws"));

/** The mask code that ws has chosen in this process. */
export const maskCode: MaskCode = chooseMaskCode();

/** Versions of what does the work. */
export const libraries: Readonly<Record<string, string>> = {
  ws: (require("ws/package.json") as { version: string }).version,
  ...(maskCode === "bufferutil"
    ? { bufferutil: (requireFromWs("bufferutil/package.json") as { version: string }).version }
    : {}),
};

function chooseMaskCode(): MaskCode {
  if ("websocketMask" in http && http.websocketMask) return "node";
  if (process.env.WS_NO_BUFFER_UTIL) return "javascript";
  try {
    requireFromWs("bufferutil");
    return "bufferutil";
  } catch {
    return "javascript";
  }
}

/** What a dialling end says of its masking; only a dialling end masks. */
export function describeMask({ mask }: WsOptions): EndDescription {
  if (mask === "zero") return { settings: { mask: "zero" } };
  return {
    settings: { mask: maskCode },
    ...(maskCode === "javascript" ? { notes: ["ws masks in JavaScript on this Node"] } : {}),
  };
}
