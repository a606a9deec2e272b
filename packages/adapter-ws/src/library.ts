import * as http from "node:http";
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import type { WebSocket, WebSocketServer } from "ws";

/** Which code masks and unmasks in ws, by its own order of preference (its lib/buffer-util.js). */
export type MaskCode = "node" | "bufferutil" | "javascript";

/** One instance of ws. */
export interface WsLibrary {
  readonly WebSocket: typeof WebSocket;
  readonly WebSocketServer: typeof WebSocketServer;
  /** What masks and unmasks in it. */
  readonly maskCode: MaskCode;
}

const require = createRequire(import.meta.url);
const WS_MANIFEST = require.resolve("ws/package.json");
const WS_FOLDER = dirname(WS_MANIFEST) + sep;
/** ws looks for bufferutil from where ws itself is installed. */
const requireFromWs = createRequire(WS_MANIFEST);
/** By which ws is told to leave bufferutil alone, when it loads. */
const NO_BUFFERUTIL = "WS_NO_BUFFER_UTIL";

const bufferutilVersion = findBufferutil();

/** Whether ws can have bufferutil here. */
export const bufferutilInstalled: boolean = bufferutilVersion !== undefined;

/** Versions of what does the work. */
export const libraries: Readonly<Record<string, string>> = {
  ws: (require(WS_MANIFEST) as { version: string }).version,
  ...(bufferutilVersion === undefined ? {} : { bufferutil: bufferutilVersion }),
};

const loaded = new Map<boolean, WsLibrary>();

/** ws with bufferutil, or as it is without: it decides that once, when it loads, so there is an instance of each. */
export function wsLibrary(bufferutil: boolean): WsLibrary {
  const found = loaded.get(bufferutil);
  if (found) return found;
  const made = { ...loadApart(bufferutil), maskCode: maskCodeOf(bufferutil) };
  loaded.set(bufferutil, made);
  return made;
}

function maskCodeOf(bufferutil: boolean): MaskCode {
  if ("websocketMask" in http && http.websocketMask) return "node";
  return bufferutil && bufferutilInstalled ? "bufferutil" : "javascript";
}

/** An instance of ws apart from the one that the rest of the process may have. */
function loadApart(bufferutil: boolean): Pick<WsLibrary, "WebSocket" | "WebSocketServer"> {
  const others = takeFromCache();
  const told = process.env[NO_BUFFERUTIL];
  try {
    if (!bufferutil) process.env[NO_BUFFERUTIL] = "1";
    return require("ws") as Pick<WsLibrary, "WebSocket" | "WebSocketServer">;
  } finally {
    if (told === undefined) delete process.env[NO_BUFFERUTIL];
    else process.env[NO_BUFFERUTIL] = told;
    takeFromCache();
    Object.assign(require.cache, others);
  }
}

/** Takes the modules of ws out of Node's cache. */
function takeFromCache(): Record<string, NodeJS.Module | undefined> {
  const taken: Record<string, NodeJS.Module | undefined> = {};
  for (const file of Object.keys(require.cache)) {
    if (!file.startsWith(WS_FOLDER)) continue;
    taken[file] = require.cache[file];
    delete require.cache[file];
  }
  return taken;
}

function findBufferutil(): string | undefined {
  if (process.env[NO_BUFFERUTIL]) return undefined;
  try {
    requireFromWs("bufferutil");
    return (requireFromWs("bufferutil/package.json") as { version: string }).version;
  } catch {
    return undefined;
  }
}
