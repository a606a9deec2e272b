// The Compose demo for real: both containers, a short count and delay, and what they leave behind.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./packages.mjs";

const folder = join(root, "examples/compose-demo");
// `docker compose` where it is there, else the older docker-compose.
const compose =
  spawnSync("docker", ["compose", "version"]).status === 0 ? ["docker", "compose"] : ["docker-compose"];
const results = mkdtempSync(join(tmpdir(), "wireduel-compose-"));
const env = { ...process.env, IMAGE_COUNT: "3", IMAGE_DELAY_MS: "50", RESULTS_DIR: results };

function run(args, options = {}) {
  return execFileSync(compose[0], [...compose.slice(1), ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
    ...options,
  });
}

function expect(condition, what) {
  if (!condition) throw new Error(`not so: ${what}`);
}

try {
  // A user that exists in no image, as on a host of someone else's.
  const uid = process.getuid() === 0 ? 4321 : process.getuid();
  if (process.getuid() === 0) chownSync(results, uid, uid);
  chmodSync(results, 0o755);

  run(["up", "--build", "--abort-on-container-exit", "--exit-code-from", "transmitter"], {
    stdio: "inherit",
  });
  const result = JSON.parse(readFileSync(join(results, "result.json"), "utf8"));
  expect(result.status === "completed", "all images arrived whole");
  for (const { clock } of result.timings) {
    expect(clock.kind === "shared" && clock.because === "same kernel", "two containers read one clock");
  }
  expect(statSync(join(results, "output.log")).uid === uid, "the results belong to the folder's owner");

  run(["up", "-d"], { stdio: "inherit" });
  expect(run(["exec", "-T", "receiver", "id", "-u"]).trim() !== "0", "the receiver does not run as root");
  expect(!/0\.0\.0\.0:|:::/.test(run(["ps"])), "no port is published");
  const transmitter = run(["ps", "-q", "transmitter"]).trim();
  const code = execFileSync("docker", ["wait", transmitter], { encoding: "utf8" }).trim();
  expect(code === "0", `a second run with the same receiver ends with 0, not ${code}`);
  expect(run(["logs", "transmitter"]).includes("gRPC performance test"), "its report is in the logs");
  expect(run(["logs", "receiver"]).includes("3 images, all whole"), "the receiver says what it got");

  run(["up", "--abort-on-container-exit", "--exit-code-from", "transmitter"], {
    stdio: "inherit",
    env: { ...env, NETWORK: "5,0,1000", ADAPTERS: "tcp" },
  });
  const [{ transmissions }] = JSON.parse(readFileSync(join(results, "result.json"), "utf8")).timings;
  for (const { transmissionMs } of transmissions) {
    expect(transmissionMs >= 5, "NETWORK puts a network between the containers");
  }

  const slow = { env: { ...env, IMAGE_DELAY_MS: "60000" } };
  run(["up", "-d"], { stdio: "inherit", ...slow });
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  run(["stop", "transmitter"], { stdio: "inherit", ...slow });
  const stopped = JSON.parse(readFileSync(join(results, "result.json"), "utf8"));
  expect(stopped.status === "aborted", "`docker compose stop` ends the run, and what was measured is kept");
} finally {
  run(["down", "--volumes"], { stdio: "inherit" });
  rmSync(results, { recursive: true, force: true });
}
