import type { JsonObject } from "../result/json.js";

/** What the parent of this process gave as `startWith`. */
export function startedWith(): JsonObject {
  return JSON.parse(process.argv[2] ?? "{}");
}
