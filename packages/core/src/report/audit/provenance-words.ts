import type { Machine, Provenance } from "../../result/result.js";
import { formatPercents } from "../format-number.js";

/** What a result says about its origin. A matrix has the same fields. */
export interface Origin {
  readonly startedAt: string;
  readonly durationMs: number;
  readonly machine: Machine;
  readonly provenance: Provenance;
}

/** When, with what, on which machine, and what else that machine did: one line each. */
export function provenanceInWords({ startedAt, durationMs, machine, provenance }: Origin): string[] {
  const { runtime, node, core, flags, commit, activity } = provenance;
  const when = `${startedAt.slice(0, 16).replace("T", " ")} UTC, for ${secondsInWords(durationMs)}`;
  const versions = [
    `${runtime === "node" ? "Node" : runtime} ${node}`,
    `@wireduel/core ${core}`,
    ...(commit === null ? [] : [`commit ${commit.slice(0, 10)}`]),
    ...(flags.length === 0 ? [] : [`flags ${flags.join(" ")}`]),
  ];
  const shares = [
    share("busy", activity.busyShare),
    share("used by other programs", activity.othersShare),
    share("taken by the host", activity.stolenShare),
  ].flat();
  return [
    `Measured: ${when}, with ${versions.join(", ")}.`,
    `Machine: ${machineInWords(machine).join(", ")}.`,
    ...(shares.length === 0 ? [] : [`Its processors during the run: ${shares.join(", ")}.`]),
  ];
}

function machineInWords(machine: Machine): string[] {
  const { platform, arch, kernel, cpuModel, cpuCount, memoryBytes, limits } = machine;
  const { cpuGovernor, turbo, container, virtualMachine } = machine;
  const known = (name: string, value: string | number | null) => (value === null ? [] : [`${name} ${value}`]);
  return [
    `${cpuCount} x ${cpuModel}`,
    gigabytes(memoryBytes),
    `${platform} ${kernel} (${arch})`,
    ...known("virtual machine", virtualMachine),
    ...known("container", container),
    ...known("limited to CPUs", limits.cpus),
    ...known("limited to the processors", limits.cpuset),
    ...(limits.memoryBytes === null ? [] : [`limited to ${gigabytes(limits.memoryBytes)}`]),
    ...known("frequency governor", cpuGovernor),
    ...(turbo === null ? [] : [`turbo ${turbo ? "on" : "off"}`]),
  ];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toPrecision(2)} GB`;
}

function secondsInWords(ms: number): string {
  const seconds = ms / 1_000;
  return seconds < 120
    ? `${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} s`
    : `${(seconds / 60).toFixed(0)} min`;
}

function share(what: string, value: number | null): string[] {
  return value === null ? [] : [`${formatPercents(value, value)} ${what}`];
}
