// The receiver of `pnpm bench profile` loads this before anything else.
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { type Sampled, sampleEnd } from "./sample-end.js";

const { WIREDUEL_PROFILE: file, WIREDUEL_PROFILE_OF: sampled } = process.env;
if (file !== undefined && isMainThread) {
  const stop = sampleEnd(sampled as Sampled);
  process.on("exit", () => stop((profile) => writeFileSync(file, JSON.stringify(profile))));
}
