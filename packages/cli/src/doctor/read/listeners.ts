import { createServer } from "node:net";
import type { Listener } from "../readings.js";
import { namesIn, readText, targetOf } from "./files.js";
import { processIds, programName } from "./processes.js";

/** The state of a socket that listens, in `proc/net/tcp`. */
const LISTENING = "0A";

/** Who listens on which TCP port, by port. Null if the system does not show it. */
export function listenersOf(root: string): readonly Listener[] | null {
  const tables = ["proc/net/tcp", "proc/net/tcp6"].map((path) => readText(root, path));
  if (tables.every((table) => table === null)) return null;
  const sockets = tables.flatMap((table) => socketsOf(table ?? ""));
  const owners = sockets.length === 0 ? new Map<string, string>() : ownersOf(root);
  const byPort = new Map<number, Listener>();
  for (const { port, inode } of sockets) {
    const program = owners.get(inode) ?? byPort.get(port)?.program ?? null;
    byPort.set(port, { port, program });
  }
  return [...byPort.values()].sort((a, b) => a.port - b.port);
}

/** Lines such as `0: 0100007F:1F90 00000000:0000 0A ...`. The tenth field is the socket's inode. */
function socketsOf(table: string): readonly { port: number; inode: string }[] {
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTENING)
    .map(([, address = "", , , , , , , , inode = ""]) => ({
      port: Number.parseInt(address.split(":")[1] ?? "", 16),
      inode,
    }));
}

/** The program behind each socket. The files of other users' processes cannot be read. */
function ownersOf(root: string): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const id of processIds(root)) {
    for (const file of namesIn(root, `proc/${id}/fd`)) {
      const [, inode] = targetOf(root, `proc/${id}/fd/${file}`)?.match(/^socket:\[(\d+)\]$/) ?? [];
      if (inode !== undefined) owners.set(inode, programName(readText(root, `proc/${id}/stat`) ?? "(?)"));
    }
  }
  return owners;
}

/** Tries to listen on a port of all addresses. Returns the code of the error, or null if it works. */
export function portErrorOf(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code, message }: NodeJS.ErrnoException) => resolve(code ?? message));
    server.listen(port, () => server.close(() => resolve(null)));
  });
}
