import { fileURLToPath } from "node:url";
import { WireduelError } from "../failure/wireduel-error.js";

/** Node's permission model (`--permission`, in Node 20 `--experimental-permission`). */
interface Permission {
  has(scope: string, reference?: string): boolean;
}

/** Undefined if the permission model is off. */
function permission(): Permission | undefined {
  return (process as { permission?: Permission }).permission;
}

/**
 * Checks that this process may open sockets. Only newer versions of Node restrict that.
 * @throws WireduelError `PERMISSION_DENIED`
 */
export function checkMayConnect(): void {
  const restricts = process.allowedNodeEnvironmentFlags.has("--allow-net");
  if (restricts && permission()?.has("net") === false) throw denied("connections", "--allow-net");
}

/**
 * Checks that this process may start child processes, and that they may read the modules that they load. A
 * child has the permissions of its parent.
 * @param modules URLs
 * @throws WireduelError `PERMISSION_DENIED`
 */
export function checkMayFork(modules: readonly string[]): void {
  const permissions = permission();
  if (permissions === undefined) return;
  if (!permissions.has("child")) {
    throw denied("child processes", "--allow-child-process", ', or use one round with `receiver: "inline"`');
  }
  for (const module of modules.filter((url) => url.startsWith("file:"))) {
    const path = fileURLToPath(module);
    if (!permissions.has("fs.read", path)) throw denied(`reading ${path}`, "--allow-fs-read");
  }
}

function denied(what: string, flag: string, otherwise = ""): WireduelError {
  return new WireduelError(
    "PERMISSION_DENIED",
    `Node's permission model forbids ${what}: also start Node with \`${flag}\`${otherwise}`,
  );
}
