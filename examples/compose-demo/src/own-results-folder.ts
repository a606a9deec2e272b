import { chownSync, mkdirSync, statSync } from "node:fs";

/** The user `node` of the official images. */
const NODE_UID = 1000;

/**
 * Lets a container write to a mounted folder whoever owns it on the host, without running as root: started as root, it
 * becomes the folder's owner before it does anything else. A folder that root owns (as Docker makes it where none was)
 * is given to the user `node`. Does nothing where it is not root.
 */
export function ownResultsFolder(folder: string): void {
  if (process.getuid?.() !== 0) return;
  mkdirSync(folder, { recursive: true });
  let { uid, gid } = statSync(folder);
  if (uid === 0) {
    uid = NODE_UID;
    gid = NODE_UID;
    chownSync(folder, uid, gid);
  }
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}
