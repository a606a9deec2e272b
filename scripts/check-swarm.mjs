// Runs the Swarm example on the local engine: a whole run, and two in which a task is killed in the middle.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  buildImage,
  docker,
  expect,
  expectLost,
  expectWhole,
  logsOf,
  onlyResult,
  start,
  tryDocker,
  until,
} from "./engine.mjs";
import { root } from "./packages.mjs";

const IMAGE = process.env.WIREDUEL_IMAGE ?? "wireduel";
const SENDERS = 6;
/** How long a run is that loses a sender, and how long it may take then: to start, and three times the 10 s of silence. */
const LONG_MS = 600_000;
const IN_TIME_MS = 180_000;
/** More than a warm-up sends, and less than three seconds of these runs do. */
const MEASURING_BYTES = 2_000_000;
const LOAD = ["tcp", "--size", "1kB", "--rounds", "1"];
/** So low a rate that a busy machine drops nothing. */
const WHOLE_RATE = "90/s";
const BROKEN_RATE = "900/s";
const results = mkdtempSync(join(tmpdir(), "wireduel-swarm-"));
const running = [];
/** Containers that keep a network in use. */
const holders = [];

function run(name, args, env = {}) {
  const stack = `wireduel-check-${name}`;
  const folder = join(results, name);
  const more = { IMAGE, STACK: stack, RESULTS: folder, SENDERS: `${SENDERS}`, LIMIT: "240", ...env };
  const program = start(join(root, "examples/swarm/run.sh"), args, more);
  running.push({ ...program, stack });
  return { ...program, stack, folder };
}

/** A container of a service. Undefined: there is none in this state. */
function firstOf(stack, service, status) {
  const filters = [`label=com.docker.swarm.service.name=${stack}_${service}`, `status=${status}`];
  const found = docker("ps", "--all", "--quiet", ...filters.flatMap((filter) => ["--filter", filter]));
  return found.split("\n").find((id) => id !== "");
}

const isSwarm = () => docker("info", "--format", "{{.Swarm.LocalNodeState}}") === "active";

/** What is left of a stack. */
function leftOf(stack) {
  const label = `label=com.docker.stack.namespace=${stack}`;
  const kinds = [
    ["ps", "--all"],
    ["network", "ls"],
    ...(isSwarm()
      ? [
          ["service", "ls"],
          ["secret", "ls"],
        ]
      : []),
  ];
  return kinds.flatMap((kind) => docker(...kind, "--quiet", "--filter", label)).join("");
}

/** Starts another task with the label of one that has joined, as an engine may that loses sight of the first one. */
async function joinTwice({ stack }) {
  const sender = await until("a sender that runs", () => firstOf(stack, "sender", "running"));
  const hostname = docker("inspect", "--format", "{{.Config.Hostname}}", sender);
  await until("a sender that has joined", () => /joined/i.test(logsOf(sender)));
  docker(
    ...[
      "service",
      "create",
      "--detach",
      "--no-resolve-image",
      "--name",
      `${stack}_twice`,
      "--mode",
      "replicated-job",
    ],
    ...["--restart-condition", "none", "--label", `com.docker.stack.namespace=${stack}`],
    ...["--container-label", `com.docker.stack.namespace=${stack}`, "--network", `${stack}_run`],
    ...["--hostname", hostname, "--secret", `source=${stack}_join-token,target=join-token`, IMAGE],
    ...["send", "--join", "http://coordinator:4100", "--token-file", "/run/secrets/join-token"],
  );
  const twice = await until("a second task of the same label that has ended", () =>
    firstOf(stack, "twice", "exited"),
  );
  const code = docker("inspect", "--format", "{{.State.ExitCode}}", twice);
  const said = logsOf(twice);
  expect(
    code === "1" && said.includes("has joined already"),
    `a task that joins twice is refused: ${code}, ${said}`,
  );
}

/** How many bytes a container has got over its networks. */
function bytesAt(container) {
  const lines = docker("exec", container, "cat", "/proc/net/dev").split("\n");
  const fields = lines.flatMap((line) => line.match(/^\s*eth\d+:\s*(\d+)/)?.[1] ?? []);
  return fields.reduce((sum, bytes) => sum + Number(bytes), 0);
}

/** Kills a task in the middle of the measurement. Returns its label. */
async function killOne({ stack }) {
  await until("a run that measures", () => {
    const receiver = firstOf(stack, "receiver", "running");
    return receiver !== undefined && bytesAt(receiver) > MEASURING_BYTES;
  });
  const sender = firstOf(stack, "sender", "running");
  docker("kill", sender);
  return docker("inspect", "--format", "{{.Config.Hostname}}", sender);
}

/** How many containers of senders have had a label. */
function tasksOf(stack, label) {
  const ids = docker(
    "ps",
    "--all",
    "--quiet",
    "--filter",
    `label=com.docker.swarm.service.name=${stack}_sender`,
  );
  const names = docker("inspect", "--format", "{{.Config.Hostname}}", ...ids.split("\n")).split("\n");
  return names.filter((name) => name === label).length;
}

async function remove(stack) {
  const label = `label=com.docker.stack.namespace=${stack}`;
  const idsOf = (...list) =>
    docker(...list, "--quiet", "--filter", label)
      .split("\n")
      .filter(Boolean);
  tryDocker("stack", "rm", stack);
  await until(`the end of ${stack}`, () => {
    const containers = idsOf("ps", "--all");
    if (containers.length > 0) tryDocker("rm", "--force", ...containers);
    for (const network of idsOf("network", "ls")) {
      for (const name of attachedTo(network)) {
        const isTask = name.startsWith(`${stack}_`) && name.includes(".");
        if (isTask) tryDocker("network", "disconnect", "--force", network, name);
      }
      tryDocker("network", "rm", network);
    }
    return leftOf(stack) === "";
  });
}

/** The names of the containers that an engine counts in a network. It may still count one that is gone. */
function attachedTo(network) {
  const format = "{{range .Containers}}{{.Name}} {{end}}";
  const { stdout } = spawnSync("docker", ["network", "inspect", "--format", format, network], {
    encoding: "utf8",
  });
  return stdout.trim().split(" ");
}

/** Starts a container that keeps the network in use, as one does that is gone and that the engine still counts. */
function holdNetwork({ stack }) {
  const name = `${stack}_sender.held`;
  docker(
    "run",
    "--detach",
    "--name",
    name,
    "--network",
    `${stack}_run`,
    "--entrypoint",
    "sleep",
    IMAGE,
    "600",
  );
  holders.push(name);
}

/** Ends what still runs, and removes what is left. */
async function cleanUp() {
  // Each of these programs cleans up after itself.
  for (const { child } of running) child.kill("SIGTERM");
  await Promise.all(running.map(({ ended }) => ended));
  if (holders.length > 0) tryDocker("rm", "--force", ...holders);
  await leaveSwarm();
  rmSync(results, { recursive: true, force: true });
}

/** Once this check has made a swarm, it leaves it. */
let leaveSwarm = () => {};
let cleaning;
const cleanUpOnce = () => {
  cleaning ??= cleanUp();
  return cleaning;
};

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => void cleanUpOnce().finally(() => process.exit(1)));
}
try {
  buildImage(IMAGE);
  const wasSwarm = isSwarm();

  const whole = run("whole", [...LOAD, "--rate", WHOLE_RATE, "--duration", "5s"]);
  await joinTwice(whole);
  holdNetwork(whole);
  expect((await whole.ended) === 0, "a whole run ends with 0");
  const result = onlyResult(whole.folder);
  expect(result.status === "completed", `a whole run, not ${result.status}`);
  expectWhole(result.timings[0].rounds[0], SENDERS);
  expect(isSwarm() === wasSwarm && leftOf(whole.stack) === "", "nothing is left of it");

  // Two at a time, in one swarm.
  const hadBridge = tryDocker("network", "inspect", "docker_gwbridge");
  leaveSwarm = async () => {
    await remove("wireduel-check-on-failure");
    if (!wasSwarm) tryDocker("swarm", "leave", "--force");
    if (!hadBridge) tryDocker("network", "rm", "docker_gwbridge");
  };
  if (!wasSwarm) docker("swarm", "init", "--advertise-addr", "127.0.0.1");
  await Promise.all(
    ["none", "on-failure"].map(async (RESTART) => {
      const KEEP = RESTART === "none" ? "" : "1";
      const broken = run(RESTART, [...LOAD, "--rate", BROKEN_RATE, "--duration", `${LONG_MS}ms`], {
        RESTART,
        KEEP,
      });
      const label = await killOne(broken);
      expect((await broken.ended) === 1, `a run that lost ${label} ends with 1`);
      const lost = onlyResult(broken.folder);
      expectLost(lost, label);
      const { durationMs } = lost;
      expect(durationMs < IN_TIME_MS, `it ends within ${IN_TIME_MS} ms, not after ${durationMs}`);
      if (KEEP !== "") {
        // There may be three: a run that has not ended yet refuses the second one, and Swarm starts another.
        await until(`a second task of ${label}`, () => tasksOf(broken.stack, label) > 1);
        await remove(broken.stack);
      }
      expect(leftOf(broken.stack) === "", `nothing is left of ${broken.stack}`);
    }),
  );
} finally {
  await cleanUpOnce();
}
