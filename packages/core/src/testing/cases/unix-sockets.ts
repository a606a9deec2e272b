import assert from "node:assert/strict";
import { lstat, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Adapter } from "../../adapter/contract.js";
import { type ConformanceCase, inBothDirections, unless } from "../conformance-case.js";
import { numberedFrame, withPair } from "../pair.js";
import { until } from "../waiting.js";

/** Links over a Unix socket, if that is claimed. */
export const unixSockets: readonly ConformanceCase[] = unless(
  notClaimed,
  inBothDirections("listens on the given Unix socket, and dials it", async (adapter, direction) => {
    // A URL would change the space and the per cent sign.
    const folder = await mkdtemp(join(tmpdir(), "a %20b-"));
    const socketPath = join(folder, "link.sock");
    try {
      await withPair(adapter, { direction, socketPath }, async (pair) => {
        const found = await lstat(socketPath).catch(() => undefined);
        assert(found?.isSocket(), `the listening end listens at \`context.socketPath\`, ${socketPath}`);
        for (const bytes of [10, 200_000]) pair.send([numberedFrame(bytes, bytes)]);
        await until(
          () => pair.replies.length === 2 || pair.errors.length > 0,
          () => `${pair.replies.length} of 2 replies arrived over the Unix socket`,
        );
        if (pair.errors.length > 0) throw pair.errors[0];
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }),
);

function notClaimed({ supports }: Adapter): string | undefined {
  if (!supports.unixSocket) return "Unix sockets are not claimed";
  return process.platform === "win32" ? "Windows has no Unix sockets that Node can use" : undefined;
}
