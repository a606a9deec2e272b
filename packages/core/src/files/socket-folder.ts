// The private folder of a Unix socket.
import { randomBytes } from "node:crypto";
import { rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const NAME = "link.sock";
const FOLDER = /^wireduel-[0-9a-f]{12}$/;

/** The path of a socket in a private folder, which does not exist yet. */
export function newSocketPath(): string {
  return join(tmpdir(), `wireduel-${randomBytes(6).toString("hex")}`, NAME);
}

/**
 * Removes a socket and its private folder when this process exits. Any of the processes of a round may be killed, so each
 * of them does it. Does nothing for a path that `newSocketPath` did not make.
 * @returns what must be called if they were removed before
 */
export function removeAtExit(path: string): () => void {
  const folder = dirname(path);
  if (basename(path) !== NAME || !FOLDER.test(basename(folder))) return () => {};
  const remove = () => {
    try {
      rmSync(path, { force: true });
      rmdirSync(folder);
    } catch {
      // Another process of the round was faster.
    }
  };
  process.on("exit", remove);
  return () => process.off("exit", remove);
}
