// Runs the demo in two containers with a short run, and checks its output and files.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./packages.mjs";

const folder = join(root, "examples/compose-demo");
// `docker compose`, or the older `docker-compose` if the plugin is missing.
const compose =
  spawnSync("docker", ["compose", "version"]).status === 0 ? ["docker", "compose"] : ["docker-compose"];
const results = mkdtempSync(join(tmpdir(), "wireduel-compose-"));
const env = {
  ...process.env,
  // Volumes of its own: the first start of a receiver is a part of what is checked.
  COMPOSE_PROJECT_NAME: "wireduel-check",
  IMAGE_COUNT: "3",
  IMAGE_DELAY_MS: "50",
  RESULTS_DIR: results,
};

function run(args, options = {}) {
  return execFileSync(compose[0], [...compose.slice(1), ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
    ...options,
  });
}

function expect(condition, what) {
  if (!condition) throw new Error(`expected: ${what}`);
}

function readResult() {
  return JSON.parse(readFileSync(join(results, "result.json"), "utf8"));
}

/** Resolves once the logs of the transmitter contain the text. Throws if its container stops first. */
async function waitForLog(text, options) {
  const container = run(["ps", "-q", "transmitter"], options).trim();
  while (!run(["logs", "transmitter"], options).includes(text)) {
    const inspect = ["inspect", "--format", "{{.State.Running}}", container];
    const running = execFileSync("docker", inspect, { encoding: "utf8" }).trim() === "true";
    expect(running, `the transmitter prints "${text}" before it stops`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function docker(...args) {
  return execFileSync("docker", args, { encoding: "utf8" });
}

/** A file of the receiver's secrets. */
function secret(name, options) {
  return run(["exec", "-T", "receiver", "cat", `/secrets/${name}`], options).trim();
}

/** The status of a control call over a published port. */
function identify(port, ca, headers) {
  const options = {
    method: "POST",
    host: "127.0.0.1",
    port,
    path: "/v1/identify",
    headers,
    ca,
    servername: "wireduel-receiver",
  };
  return new Promise((resolve, reject) => {
    const call = request(options, (response) => resolve(response.resume().statusCode));
    call.on("error", reject).end("{}");
  });
}

try {
  run(["down", "--volumes"], { stdio: "inherit" });
  // A user id that exists in no image, as may happen on another machine.
  const uid = process.getuid() === 0 ? 4321 : process.getuid();
  if (process.getuid() === 0) chownSync(results, uid, uid);
  chmodSync(results, 0o755);

  run(["up", "--build", "--abort-on-container-exit", "--exit-code-from", "transmitter"], {
    stdio: "inherit",
  });
  const result = readResult();
  expect(result.status === "completed", "all images arrive intact");
  for (const { clock } of result.timings.flatMap(({ rounds }) => rounds)) {
    expect(clock.kind === "shared", "two containers share one clock");
  }
  expect(statSync(join(results, "output.log")).uid === uid, "the owner of the folder owns the results");
  expect(result.settings.receiverUrl.startsWith("https:"), "control is encrypted");
  expect(!JSON.stringify(result).includes("CONTROL_NOT_ENCRYPTED"), "nothing warns of plain HTTP");

  run(["up", "-d"], { stdio: "inherit" });
  expect(run(["exec", "-T", "receiver", "id", "-u"]).trim() !== "0", "the receiver does not run as root");
  expect(!/0\.0\.0\.0:|:::/.test(run(["ps"])), "no port is published");
  const transmitter = run(["ps", "-q", "transmitter"]).trim();
  const code = docker("wait", transmitter).trim();
  expect(code === "0", `a second run with the same receiver ends with 0, not ${code}`);
  expect(run(["logs", "transmitter"]).includes("gRPC performance test"), "the report is in the logs");
  const received = run(["logs", "receiver"]);
  expect(received.includes("3 images, all whole"), "the receiver prints what it received");
  const token = secret("token");
  expect(token.length === 32, "the receiver has made a token");
  expect(received.split(token).length === 2, "two starts of the receiver show the token once");
  expect(
    run(["exec", "-T", "receiver", "stat", "-c", "%a %U", "/secrets/token"]).trim() === "600 node",
    "only the receiver can read the token",
  );
  const shown = [
    run(["ps"]),
    run(["config"]),
    docker("inspect", ...run(["ps", "-q"]).trim().split("\n"), transmitter),
    docker("image", "inspect", "wireduel-compose-demo"),
    docker("history", "--no-trunc", "wireduel-compose-demo"),
  ].join();
  expect(!shown.includes(token), "no container, image or configuration shows the token");
  expect(!/RECEIVER_TOKEN[=:] ?["']?\w/.test(shown), "no token is known to the world");

  run(["up", "--abort-on-container-exit", "--exit-code-from", "transmitter"], {
    stdio: "inherit",
    env: { ...env, NETWORK: "5,0,1000", ADAPTERS: "tcp" },
  });
  const [{ network, rounds }] = readResult().timings;
  expect(network.delayMs === 5 && rounds[0].held !== null, "NETWORK adds a network between the containers");

  const shared = { env: { ...env, TRANSMITTERS: "3", IMAGE_COUNT: "10" } };
  const scaled = ["--profile", "scale", "up", "--scale", "transmitter=3"];
  run([...scaled, "--abort-on-container-exit", "--exit-code-from", "coordinator"], {
    stdio: "inherit",
    ...shared,
  });
  const ofThree = readResult();
  expect(ofThree.status === "completed" && ofThree.timings.length === 2, "three transmitters share a run");
  for (const { counts, senders } of ofThree.timings.flatMap(({ rounds }) => rounds)) {
    const sent = senders.each.map((sender) => sender.counts.sent);
    expect(sent.toSorted().join() === "3,3,4", `three transmitters share 10 images, not ${sent}`);
    expect(counts.delivered === 10 && counts.lost === 0, "the receiver has the images of all transmitters");
  }
  run(["up", "coordinator"], { stdio: "inherit", ...shared });
  expect(readResult().provenance.id !== ofThree.provenance.id, "`up coordinator` starts them all again");

  const ports = ["CONTROL", "WS", "GRPC", "TCP", "HTTP"].map((name, index) => [
    `RECEIVER_${name}_PORT`,
    `${24_000 + index}`,
  ]);
  const published = { env: { ...env, ...Object.fromEntries(ports) } };
  run(["-f", "compose.yaml", "-f", "compose.publish.yaml", "up", "-d", "receiver"], {
    stdio: "inherit",
    ...published,
  });
  const certificate = secret("certificate.pem", published);
  while (
    run(["exec", "-T", "receiver", "sh", "-c", "node dist/health.js; echo $?"], published).trim() !== "0"
  ) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(
    (await identify(24_000, certificate, {})) === 401,
    "a published receiver lets in nobody without its token",
  );
  expect(
    (await identify(24_000, certificate, { authorization: "Bearer compose-demo" })) === 401,
    "there is no default token",
  );
  expect(
    (await identify(24_000, certificate, { authorization: `Bearer ${token}` })) === 200,
    "the token lets in",
  );

  // A new container, so that the logs are only those of this run.
  const slow = { env: { ...env, IMAGE_DELAY_MS: "600000" } };
  run(["up", "-d", "--force-recreate", "transmitter"], { stdio: "inherit", ...slow });
  await waitForLog("Image 1 transmission time", slow);
  run(["stop", "transmitter"], { stdio: "inherit", ...slow });
  expect(readResult().status === "aborted", "`docker compose stop` ends the run and keeps what was measured");
} finally {
  run(["down", "--volumes"], { stdio: "inherit" });
  rmSync(results, { recursive: true, force: true });
}
