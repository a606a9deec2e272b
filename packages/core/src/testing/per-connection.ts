import assert from "node:assert/strict";
import type { Adapter } from "../adapter/contract.js";
import type { Ends } from "./ends.js";

/**
 * Whether the listening end accepted a link for each connection. One link for all calls is allowed without
 * push.
 */
export function isPerConnection({ supports }: Adapter, { accepted }: Ends, connections: number): boolean {
  if (!supports.push && accepted.length <= 1 && connections > accepted.length) return false;
  const times = `\`accept\` was called ${accepted.length} times for ${connections} connections`;
  assert.equal(accepted.length, connections, times);
  return true;
}
