// Loaded by the receiver of `pnpm bench profile` before anything else.
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { type Sampled, sampleEnd } from "./sample-end.js";

const { WIREDUEL_PROFILE: file, WIREDUEL_PROFILE_OF: what } = process.env;
if (file !== undefined && isMainThread) {
  const stop = sampleEnd(what as Sampled);
  process.on("exit", () => stop((profile) => writeFileSync(file, JSON.stringify(profile))));
}
