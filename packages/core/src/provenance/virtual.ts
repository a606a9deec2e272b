import { readText } from "./read-text.js";

/** Files that container engines make. */
const CONTAINER_FILES = [
  ["docker", ".dockerenv"],
  ["podman", "run/.containerenv"],
] as const;
/** Parts of the names of control groups. */
const CONTAINER_GROUPS = [
  ["kubernetes", "kubepods"],
  ["docker", "docker"],
  ["podman", "libpod"],
  ["containerd", "containerd"],
  ["lxc", "lxc"],
] as const;

/**
 * What kind of container this process is in. It looks for what container engines leave behind, so it may miss one.
 * @param environment variables of this process: systemd and podman set `container`
 */
export function containerOf(root: string, environment: NodeJS.ProcessEnv): string | null {
  if (environment.KUBERNETES_SERVICE_HOST) return "kubernetes";
  if (environment.container) return environment.container;
  const [byFile] = CONTAINER_FILES.find(([, file]) => readText(root, file) !== null) ?? [];
  if (byFile !== undefined) return byFile;
  const groups = readText(root, "proc/1/cgroup") ?? "";
  return CONTAINER_GROUPS.find(([, part]) => groups.includes(part))?.[0] ?? null;
}

/** Vendors of virtual machines, where the processor does not say that it is virtual (ARM). */
const VIRTUAL_VENDORS = /^(QEMU|Amazon EC2|Google|VMware|innotek|Xen|Parallels|Apple Virtualization)/;

/**
 * What kind of virtual machine this is: the product's name, or `unknown` if there is only a sign of one.
 */
export function virtualMachineOf(root: string): string | null {
  const vendor = readText(root, "sys/class/dmi/id/sys_vendor");
  const product = readText(root, "sys/class/dmi/id/product_name");
  const flags = readText(root, "proc/cpuinfo")?.match(/^flags\s*:(.*)$/m)?.[1] ?? "";
  const hypervisor = readText(root, "sys/hypervisor/type");
  const virtual = / hypervisor( |$)/.test(flags) || hypervisor !== null || VIRTUAL_VENDORS.test(vendor ?? "");
  if (!virtual) return null;
  return [vendor, product].filter((name) => name).join(" ") || hypervisor || "unknown";
}
