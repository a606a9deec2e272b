import { totalmem } from "node:os";
import { describe, expect, it } from "vitest";
import { fileTree } from "../fixtures/file-tree.js";
import { machineOf } from "./machine.js";
import { machineLimits } from "./machine-limits.js";

const GIB = 2 ** 30;
const limitsOf = (files: Readonly<Record<string, string>>) => machineLimits(fileTree(files), 8 * GIB);
const machineWith = (files: Readonly<Record<string, string>>, environment: NodeJS.ProcessEnv = {}) =>
  machineOf(fileTree(files), environment);

describe("limits of control groups, version 2", () => {
  it("are those of the group of this process", () => {
    expect(
      limitsOf({
        "proc/self/cgroup": "0::/user.slice/run.scope\n",
        "sys/fs/cgroup/user.slice/run.scope/cpu.max": "150000 100000\n",
        "sys/fs/cgroup/user.slice/run.scope/memory.max": `${2 * GIB}\n`,
      }),
    ).toEqual({ cpus: 1.5, cpuset: null, memoryBytes: 2 * GIB });
  });

  it("are the smallest of the group and all groups above it", () => {
    expect(
      limitsOf({
        "proc/self/cgroup": "0::/a/b\n",
        "sys/fs/cgroup/cpu.max": "400000 100000\n",
        "sys/fs/cgroup/a/cpu.max": "50000 100000\n",
        "sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
        "sys/fs/cgroup/a/memory.max": "max\n",
        "sys/fs/cgroup/memory.max": `${GIB}\n`,
      }),
    ).toEqual({ cpus: 0.5, cpuset: null, memoryBytes: GIB });
  });

  it("are read at the top in a container, whatever the path on the host is", () => {
    for (const path of ["/", "/../../docker/1a2b", "/docker/1a2b"]) {
      expect(
        limitsOf({ "proc/self/cgroup": `0::${path}\n`, "sys/fs/cgroup/cpu.max": "200000 100000\n" }).cpus,
      ).toBe(2);
    }
  });
});

describe("limits of control groups, version 1", () => {
  it("are those of each controller", () => {
    expect(
      limitsOf({
        "proc/self/cgroup": "5:memory:/docker/1a2b\n4:cpu,cpuacct:/docker/1a2b\n0::/\n",
        "sys/fs/cgroup/cpu,cpuacct/docker/1a2b/cpu.cfs_quota_us": "25000\n",
        "sys/fs/cgroup/cpu,cpuacct/docker/1a2b/cpu.cfs_period_us": "100000\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": `${3 * GIB}\n`,
      }),
    ).toEqual({ cpus: 0.25, cpuset: null, memoryBytes: 3 * GIB });
  });

  it("are found where two controllers are mounted under the name of one", () => {
    expect(
      limitsOf({
        "proc/self/cgroup": "4:cpu,cpuacct:/\n",
        "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "300000\n",
        "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
      }).cpus,
    ).toBe(3);
  });

  it("are null where the kernel has a number that means none", () => {
    expect(
      limitsOf({
        "proc/self/cgroup": "5:memory:/\n4:cpu:/\n",
        "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
        "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
      }),
    ).toEqual({ cpus: null, cpuset: null, memoryBytes: null });
  });
});

describe("the set of processors", () => {
  const cpuset = (allowed: string, online: string) =>
    limitsOf({
      "proc/self/status": `Name:\tnode\nCpus_allowed_list:\t${allowed}\n`,
      "sys/devices/system/cpu/online": `${online}\n`,
    }).cpuset;

  it.each([
    ["0", "0-3", "0"],
    ["0-1,3", "0-3", "0-1,3"],
    ["0-3", "0-3", null],
    // Kernels list processors that could be added.
    ["0-127", "0-3", null],
    ["0-3", "0,2-3", null],
    ["nonsense", "0-999999999999", null],
  ])("%s of %s is %s", (allowed, online, expected) => {
    expect(cpuset(allowed, online)).toBe(expected);
  });
});

describe("the machine", () => {
  it("has the governor of each processor", () => {
    const policy = "sys/devices/system/cpu/cpufreq/policy";
    const [first, second] = [`${policy}0/scaling_governor`, `${policy}4/scaling_governor`];
    expect(machineWith({ [first]: "powersave\n", [second]: "powersave\n" }).cpuGovernor).toBe("powersave");
    expect(machineWith({ [first]: "powersave\n", [second]: "performance\n" }).cpuGovernor).toBe(
      "performance, powersave",
    );
  });

  it.each([
    ["intel_pstate/no_turbo", "0", true],
    ["intel_pstate/no_turbo", "1", false],
    ["cpufreq/boost", "1", true],
    ["cpufreq/boost", "0", false],
  ])("reads from %s with %s that turbo is %s", (file, text, turbo) => {
    expect(machineWith({ [`sys/devices/system/cpu/${file}`]: `${text}\n` }).turbo).toBe(turbo);
  });

  it.each([
    [{ ".dockerenv": "" }, {}, "docker"],
    [{ "run/.containerenv": "" }, {}, "podman"],
    [{ "proc/1/cgroup": "4:cpu:/kubepods/pod1\n" }, {}, "kubernetes"],
    [{ ".dockerenv": "" }, { KUBERNETES_SERVICE_HOST: "10.0.0.1" }, "kubernetes"],
    [{}, { container: "systemd-nspawn" }, "systemd-nspawn"],
    [{ "proc/1/cgroup": "0::/init.scope\n" }, {}, null],
  ])("finds in %j and %j the container %s", (files, environment, container) => {
    expect(machineWith(files, environment).container).toBe(container);
  });

  it.each([
    [{ "proc/cpuinfo": "flags\t\t: fpu hypervisor sse\n" }, "unknown"],
    [
      {
        "proc/cpuinfo": "flags\t\t: fpu hypervisor\n",
        "sys/class/dmi/id/sys_vendor": "QEMU\n",
        "sys/class/dmi/id/product_name": "Standard PC\n",
      },
      "QEMU Standard PC",
    ],
    [{ "sys/hypervisor/type": "xen\n" }, "xen"],
    [{ "sys/class/dmi/id/sys_vendor": "Amazon EC2\n" }, "Amazon EC2"],
    [{ "proc/cpuinfo": "flags\t\t: fpu sse\n", "sys/class/dmi/id/sys_vendor": "Dell Inc.\n" }, null],
  ])("finds in %j the virtual machine %s", (files, virtualMachine) => {
    expect(machineWith(files).virtualMachine).toBe(virtualMachine);
  });

  it("has nulls where the system has none of these files", () => {
    expect(machineWith({})).toMatchObject({
      cpuGovernor: null,
      turbo: null,
      limits: { cpus: null, cpuset: null, memoryBytes: null },
      container: null,
      virtualMachine: null,
    });
  });

  it("is this one", () => {
    const { platform, arch, memoryBytes, kernel, cpuCount } = machineOf();
    expect({ platform, arch, memoryBytes }).toEqual({
      platform: process.platform,
      arch: process.arch,
      memoryBytes: totalmem(),
    });
    expect(kernel).not.toBe("");
    expect(cpuCount).toBeGreaterThan(0);
  });
});
