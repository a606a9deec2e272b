import { lstat, mkdir, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { dirname } from "node:path";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import { newSocketPath, removeAtExit } from "../files/socket-folder.js";
import type { UnixSocket } from "../options/unix-socket-option.js";

/** The path of a round's Unix socket: in a private folder, or where the caller wants it. */
export class SocketPlace {
  readonly path: string;
  readonly #given: boolean;
  #opened = false;
  #keep: () => void = () => {};

  constructor({ path }: UnixSocket) {
    this.#given = path !== null;
    // Both ends need the path before one of them listens.
    this.path = path ?? newSocketPath();
  }

  /**
   * Makes the private folder, or removes a socket that a killed process left behind.
   * @throws WireduelError `LISTEN_FAILED`
   */
  async open(): Promise<void> {
    try {
      if (this.#given) await makeFree(this.path);
      else await mkdir(dirname(this.path), { mode: 0o700 });
      this.#opened = true;
      this.#keep = removeAtExit(this.path);
    } catch (error) {
      throw new WireduelError(
        "LISTEN_FAILED",
        `cannot make a Unix socket at ${this.path}: ${messageOf(error)}`,
      );
    }
  }

  /** Removes what the round made. A killed receiver does not remove its socket. Never rejects. */
  async close(): Promise<void> {
    if (!this.#opened) return;
    const made = this.#given ? this.path : dirname(this.path);
    await rm(made, { recursive: !this.#given, force: true }).catch(() => {});
    this.#keep();
  }
}

async function makeFree(path: string): Promise<void> {
  // Node says "permission denied" if the folder is missing.
  const folder = dirname(path);
  const there = await stat(folder).catch(({ code }: NodeJS.ErrnoException) => code);
  if (there === "ENOENT") throw new Error(`its folder ${folder} does not exist`);
  if (there === "ENOTDIR" || (typeof there === "object" && !there.isDirectory())) {
    throw new Error(`${folder} is not a folder`);
  }
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket()) throw new Error("a file that is not a socket exists there");
  if (await answers(path)) throw new Error("another process listens there");
  await rm(path, { force: true });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
