import * as http from "node:http";
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { ownRequire } from "@wireduel/core/adapter";
import type { WebSocket, WebSocketServer } from "ws";

/** The code that masks and unmasks in ws, in ws's order of preference (its lib/buffer-util.js). */
export type MaskCode = "node" | "bufferutil" | "javascript";

/** One instance of ws. */
export interface WsLibrary {
  readonly WebSocket: typeof WebSocket;
  readonly WebSocketServer: typeof WebSocketServer;
  /** The code that masks and unmasks in this instance. */
  readonly maskCode: MaskCode;
}

const require = ownRequire("@wireduel/adapter-ws", import.meta.url, ["ws", "ws/package.json"]);
const WS_MANIFEST = require.resolve("ws/package.json");
const WS_FOLDER = dirname(WS_MANIFEST) + sep;
/** ws resolves bufferutil from its own folder. */
const requireFromWs = createRequire(WS_MANIFEST);
/** If this environment variable is set while ws loads, ws does not use bufferutil. */
const NO_BUFFERUTIL = "WS_NO_BUFFER_UTIL";

const bufferutilVersion = findBufferutil();

/** Whether ws can use bufferutil. */
export const bufferutilInstalled: boolean = bufferutilVersion !== undefined;

/** Versions of the libraries in use. */
export const libraries: Readonly<Record<string, string>> = {
  ws: (require(WS_MANIFEST) as { version: string }).version,
  ...(bufferutilVersion === undefined ? {} : { bufferutil: bufferutilVersion }),
};

const loaded = new Map<boolean, WsLibrary>();

/** ws with or without bufferutil. ws decides this when it loads, so there is a separate instance for each. */
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

/** Loads a new instance of ws. Other instances in the process are not affected. */
function loadApart(bufferutil: boolean): Pick<WsLibrary, "WebSocket" | "WebSocketServer"> {
  const others = takeFromCache();
  const before = process.env[NO_BUFFERUTIL];
  try {
    if (!bufferutil) process.env[NO_BUFFERUTIL] = "1";
    return require("ws") as Pick<WsLibrary, "WebSocket" | "WebSocketServer">;
  } finally {
    if (before === undefined) delete process.env[NO_BUFFERUTIL];
    else process.env[NO_BUFFERUTIL] = before;
    takeFromCache();
    Object.assign(require.cache, others);
  }
}

/** Removes the modules of ws from Node's cache and returns them. */
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
