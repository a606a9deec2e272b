import { posix } from "node:path";
import type { MachineLimits } from "../result/provenance.js";
import { readText } from "./read-text.js";

const CGROUPS = "sys/fs/cgroup";

/**
 * What this process may use of a Linux machine. A control group is also limited by the groups that contain it, so the
 * smallest limit on the way to the root counts. Both versions of control groups are read: a machine has one of them, or
 * some controllers in each.
 *
 * @param root the folder that has `proc` and `sys`
 * @param memoryBytes the memory of the machine. A limit that is not smaller is none.
 */
export function machineLimits(root: string, memoryBytes: number): MachineLimits {
  const groups = groupsOf(readText(root, "proc/self/cgroup") ?? "");
  const read = (controller: string | null, file: string) =>
    foldersOf(groups, controller).map((folder) => readText(root, `${folder}/${file}`));
  const periods = read("cpu", "cpu.cfs_period_us");
  const quotas = read("cpu", "cpu.cfs_quota_us").map((quotaUs, index) => `${quotaUs} ${periods[index]}`);
  const memory = [...read(null, "memory.max"), ...read("memory", "memory.limit_in_bytes")];
  return {
    cpus: smallest([...read(null, "cpu.max"), ...quotas].map(cpusOf)),
    cpuset: cpusetOf(root),
    memoryBytes: smallest(memory.map(positive).filter((bytes) => (bytes ?? 0) < memoryBytes)),
  };
}

/** A control group of this process. */
interface Group {
  /** Null: all of version 2. */
  readonly controllers: readonly string[] | null;
  readonly path: string;
}

/** Lines such as `4:cpu,cpuacct:/docker/1a2b` for version 1, and `0::/user.slice` for version 2. */
function groupsOf(text: string): readonly Group[] {
  return [...text.matchAll(/^\d+:([^:]*):(.*)$/gm)].map(([, controllers = "", path = "/"]) => ({
    controllers: controllers === "" ? null : controllers.split(","),
    path,
  }));
}

/**
 * The folders of a controller's group and of all groups above it. In a container, the path may be that of the host,
 * where it does not exist, but the top folder is the container's own group.
 */
function foldersOf(groups: readonly Group[], controller: string | null): readonly string[] {
  return groups
    .filter(({ controllers }) =>
      controllers === null ? controller === null : isOneOf(controllers, controller),
    )
    .flatMap(({ controllers, path }) => {
      const mount = controllers === null ? CGROUPS : `${CGROUPS}/${controllers.join(",")}`;
      const mounts = controllers === null ? [mount] : [...new Set([mount, `${CGROUPS}/${controller}`])];
      return mounts.flatMap((top) => pathsUp(path).map((group) => posix.join(top, group)));
    });
}

function isOneOf(controllers: readonly string[], controller: string | null): boolean {
  return controller !== null && controllers.includes(controller);
}

/** `/a/b`, `/a` and `/`. A path that begins with `/..` is outside of what this process sees. */
function pathsUp(path: string): readonly string[] {
  const names = path.split("/").filter((name) => name !== "" && name !== "..");
  return [...names.keys()].map((index) => `/${names.slice(0, names.length - index).join("/")}`).concat("/");
}

/** From `150000 100000`: how many microseconds of processor time it may use in how many. No limit: `max` or -1. */
function cpusOf(text: string | null): number | null {
  const [quotaUs = null, periodUs = null] = text?.split(" ") ?? [];
  const [quota, period] = [positive(quotaUs), positive(periodUs)];
  return quota === null || period === null ? null : quota / period;
}

function positive(text: string | null): number | null {
  const value = Number(text ?? Number.NaN);
  return value > 0 && value < Number.POSITIVE_INFINITY ? value : null;
}

function smallest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** The kernel combines what control groups and `taskset` allow. Null if it allows every processor. */
function cpusetOf(root: string): string | null {
  const [, allowed] = readText(root, "proc/self/status")?.match(/^Cpus_allowed_list:\s*(\S+)$/m) ?? [];
  const online = readText(root, "sys/devices/system/cpu/online");
  if (allowed === undefined || online === null) return null;
  return processorsIn(online).every((processor) => processorsIn(allowed).includes(processor))
    ? null
    : allowed;
}

/** The numbers in a list such as `0-3,8`. */
function processorsIn(list: string): readonly number[] {
  return list.split(",").flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split("-").map(Number);
    if (!(last - first < MOST_PROCESSORS)) return [];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** More than any machine has: so a damaged file cannot make a huge list. */
const MOST_PROCESSORS = 100_000;
