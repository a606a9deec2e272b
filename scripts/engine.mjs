// What the checks of the examples on an engine share.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./packages.mjs";

export function docker(...args) {
  return execFileSync("docker", args, { encoding: "utf8" }).trim();
}

/** The same, for what may be gone. Returns whether it ended with 0. */
export function tryDocker(...args) {
  return spawnSync("docker", args).status === 0;
}

/** What a container has written so far. */
export function logsOf(container) {
  const { stdout, stderr } = spawnSync("docker", ["logs", container], { encoding: "utf8" });
  return stdout + stderr;
}

/** Builds the image of the command. Its layers are those of the demo's image, if that was built before. */
export function buildImage(tag) {
  docker("build", "--quiet", "--file", join(root, "image/Dockerfile"), "--tag", tag, root);
}

export function expect(condition, what) {
  if (!condition) throw new Error(`expected: ${what}`);
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves with what `probe` returns as soon as it is truthy. Throws after two minutes. */
export async function until(what, probe) {
  const end = performance.now() + 120_000;
  while (performance.now() < end) {
    const found = await probe();
    if (found) return found;
    await pause(250);
  }
  throw new Error(`expected within two minutes: ${what}`);
}

/** The only result below a folder of results. */
export function onlyResult(folder) {
  const [run, ...others] = readdirSync(folder);
  expect(run !== undefined && others.length === 0, `one result in ${folder}`);
  return JSON.parse(readFileSync(join(folder, run, "result.json"), "utf8"));
}

/** Checks that a whole round has what all of its senders sent, and that the receiver has it all. */
export function expectWhole({ status, counts, senders }, number) {
  expect(status === "completed", `a whole round, not ${status}`);
  const sent = senders.each.map((sender) => sender.counts.sent);
  expect(sent.length === number, `${number} senders, not ${sent.length}`);
  const sum = sent.reduce((one, other) => one + other, 0);
  const expected = `sent ${sum}, delivered ${sum}, lost 0`;
  const got = `sent ${counts.sent}, delivered ${counts.delivered}, lost ${counts.lost}`;
  expect(sum > 0 && got === expected, `${expected}; got ${got}`);
}

/** Checks a run that lost one sender: it names it, and keeps what the others measured. */
export function expectLost(result, label) {
  expect(result.status === "failed", `a failed run, not ${result.status}`);
  const round = result.timings[0].rounds.at(-1);
  expect(round.status === "failed", "the last round failed");
  const failed = round.senders.each.filter(({ status }) => status === "failed");
  const names = failed.map((sender) => `${sender.label} ${sender.error.code}`).join(", ");
  expect(names === `${label} SENDER_LOST`, `${label} is lost and no other one; got ${names}`);
  expect(round.counts.acknowledged > 0 && round.counts.lost === null, "the others' part is kept as a part");
}

/** Starts a program whose output is shown. `ended` resolves with its exit code. */
export function start(file, args, env) {
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", (code) => resolve(code)));
  return { child, ended };
}
