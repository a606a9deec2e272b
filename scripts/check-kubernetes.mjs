// Runs the containers of the Kubernetes example on the local engine: their commands, arguments, environment, users and mounts
// are those of the manifests, and their names are those of the services. There is no cluster here.
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { buildImage, docker, expect, expectWhole, logsOf, onlyResult, tryDocker, until } from "./engine.mjs";
import { root } from "./packages.mjs";

const IMAGE = process.env.WIREDUEL_IMAGE ?? "wireduel";
const NAME = "wireduel-check-kubernetes";
const source = join(root, "examples/kubernetes");
const folder = mkdtempSync(join(tmpdir(), "wireduel-kubernetes-"));
const files = ["config.yaml", "receiver.yaml", "coordinator.yaml", "senders.yaml"];
const resources = files.flatMap((file) => loadAll(readFileSync(join(source, file), "utf8")));
const containers = [];

function resource(kind, name) {
  const found = resources.find((one) => one.kind === kind && one.metadata.name === name);
  expect(found !== undefined, `${kind} ${name}`);
  return found;
}

/** The folder of a volume on this machine. Its files are written once: a container that runs may read them at any time. */
function contentOf(volume, fsGroup) {
  const place = join(folder, volume.name);
  if (existsSync(place)) return place;
  mkdirSync(place);
  const content = {
    ...(volume.secret && { "receiver-token": "token-of-the-receiver", "join-token": "token-of-the-run" }),
    ...(volume.configMap && resource("ConfigMap", volume.configMap.name).data),
  };
  if (volume.persistentVolumeClaim) resource("PersistentVolumeClaim", volume.persistentVolumeClaim.claimName);
  for (const [name, text] of Object.entries(content)) {
    // As Kubernetes does for a group: the group can read what the owner can read.
    writeFileSync(join(place, name), text, { mode: 0o440 });
    if (process.getuid() === 0) chownSync(join(place, name), 0, fsGroup);
  }
  if (process.getuid() === 0 && volume.persistentVolumeClaim) chownSync(place, fsGroup, fsGroup);
  return place;
}

/** The names under which others reach a pod: those of the headless services that select it. */
function servicesOf(labels) {
  const selects = ({ spec }) => Object.entries(spec.selector).every(([key, value]) => labels[key] === value);
  const services = resources.filter(({ kind }) => kind === "Service").filter(selects);
  for (const { spec } of services) expect(spec.clusterIP === "None", "a service is headless");
  return services.map(({ metadata }) => metadata.name);
}

/** The arguments of `docker run` for a container of a pod. */
function argumentsOf({ metadata, spec }, container, hostname, env) {
  const { runAsUser, fsGroup } = spec.securityContext;
  const { readOnlyRootFilesystem, capabilities, allowPrivilegeEscalation } = container.securityContext;
  const [entrypoint, ...command] = container.command ?? [];
  const mounts = (container.volumeMounts ?? []).flatMap(({ name, mountPath, readOnly }) => {
    const volume = spec.volumes.find((one) => one.name === name);
    return ["--volume", `${contentOf(volume, fsGroup)}:${mountPath}${readOnly ? ":ro" : ""}`];
  });
  const variables = {
    ...env,
    ...Object.fromEntries((container.env ?? []).map((one) => [one.name, one.value])),
  };
  return [
    ...["--network", NAME, "--hostname", hostname, "--label", NAME],
    ...servicesOf(metadata.labels).flatMap((name) => ["--network-alias", name]),
    ...["--user", `${runAsUser}`, "--group-add", `${fsGroup}`],
    ...(readOnlyRootFilesystem ? ["--read-only"] : []),
    ...capabilities.drop.flatMap((name) => ["--cap-drop", name]),
    ...(allowPrivilegeEscalation ? [] : ["--security-opt", "no-new-privileges:true"]),
    ...mounts,
    ...Object.entries(variables).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...(entrypoint === undefined ? [] : ["--entrypoint", entrypoint]),
    ...[IMAGE, ...command, ...(container.args ?? [])],
  ];
}

/** Starts the pod of a workload. Returns its container. Its initial containers run first. */
function startPod(workload, hostname, env = {}) {
  const pod = workload.spec.template;
  const [container, ...others] = pod.spec.containers;
  expect(others.length === 0, "one container for each pod");
  for (const initial of pod.spec.initContainers ?? []) {
    docker("run", "--rm", ...argumentsOf(pod, initial, hostname, env));
  }
  const id = docker("run", "--detach", ...argumentsOf(pod, container, hostname, env));
  containers.push({ id, hostname });
  return id;
}

function exitCodeOf(id) {
  return Number(docker("wait", id));
}

function cleanUp() {
  const left = docker("ps", "--all", "--quiet", "--filter", `label=${NAME}`).split("\n").filter(Boolean);
  if (left.length > 0) tryDocker("rm", "--force", ...left);
  tryDocker("network", "rm", NAME);
}

try {
  buildImage(IMAGE);
  cleanUp();
  docker("network", "create", NAME);
  // A run of its own length: that of the example is for a cluster. At so low a rate, a busy machine drops nothing.
  const config = resource("ConfigMap", "wireduel-config").data;
  const name = "wireduel.config.json";
  const short = { rounds: 1, duration: "3s", rate: "60/s", budget: undefined };
  config[name] = JSON.stringify({ ...JSON.parse(config[name]), ...short });

  const senders = resource("Job", "wireduel-senders");
  const { completions, parallelism, completionMode, backoffLimit } = senders.spec;
  expect(completionMode === "Indexed" && parallelism === completions, "all senders run at the same time");
  expect(
    backoffLimit === 0 && senders.spec.template.spec.restartPolicy === "Never",
    "no sender starts again",
  );

  // Senders first: a cluster starts pods in any order.
  const ids = Array.from({ length: completions }, (_, index) =>
    startPod(senders, `wireduel-senders-${index}`, { JOB_COMPLETION_INDEX: `${index}` }),
  );
  const receiver = startPod(resource("Deployment", "wireduel-receiver"), "wireduel-receiver-1");
  const coordinator = startPod(resource("Job", "wireduel-coordinator"), "wireduel-coordinator-1");
  await until(
    "the end of the run",
    () => docker("inspect", "--format", "{{.State.Running}}", coordinator) === "false",
  );

  expect(exitCodeOf(coordinator) === 0, "the coordinator ends with 0");
  for (const id of ids) expect(exitCodeOf(id) === 0, "each sender ends with 0");
  docker("stop", receiver);
  expect(exitCodeOf(receiver) === 0, "the receiver ends with 0");
  const result = onlyResult(join(folder, "results"));
  expect(result.status === "completed" && result.timings.length === 2, "a result of two adapters");
  for (const { rounds } of result.timings) {
    for (const round of rounds) {
      expectWhole(round, completions);
      const labels = round.senders.each.map(({ label }) => label).join(" ");
      expect(labels === ids.map((_, index) => `sender-${index}`).join(" "), `labels by index, not ${labels}`);
    }
  }
} catch (error) {
  for (const { id, hostname } of containers) console.error(`--- ${hostname}\n${logsOf(id)}`);
  throw error;
} finally {
  cleanUp();
  rmSync(folder, { recursive: true, force: true });
}
