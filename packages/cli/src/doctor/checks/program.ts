import { type Finding, findingsOf } from "../finding.js";
import type { Readings } from "../readings.js";

const OLDEST_NODE = [20, 19] as const;
const PROFILERS = /^--(inspect|cpu-prof|heap-prof|prof|trace-events|logfile)(-|=|$)/;
/** Flags of V8 that switch off optimisations, or check or print while code runs. */
const SLOW =
  /^--(jitless|no-opt|no-turbofan|no-maglev|no-sparkplug|no-lazy-feedback-allocation|always-|stress-|verify-|trace-|gc-interval|expose-internals|enable-slow-asserts)/;
/** Flags that do not change how code runs once it is loaded. */
const HARMLESS =
  /^--(conditions|env-file|(no-|disable-)?warning|no-deprecation|title|(import|require)=[^ ]*\btsx\b|enable-source-maps)/;
/** Variables that make Node or grpc-js print or record while payloads are sent. */
const RECORDING = ["NODE_V8_COVERAGE", "NODE_DEBUG", "NODE_DEBUG_NATIVE", "GRPC_TRACE"] as const;

/** The runtime and its version. */
export function checkNode({ host }: Pick<Readings, "host">): Finding {
  const { ok, warning, problem } = findingsOf("Node.js");
  if (host.runtime !== "node") {
    return warning({
      found: `this is ${host.node}`,
      effect: "Wireduel is tested on Node.js. Other runtimes have other sockets, HTTP/2 and clocks.",
      advice: "Use Node.js, unless this runtime is what you want to measure.",
    });
  }
  const [major = 0, minor = 0] = host.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    return problem({
      found: `version ${host.node}`,
      effect: `Wireduel needs Node.js ${OLDEST_NODE.join(".")} or newer.`,
      advice: "Install a version with long-term support.",
    });
  }
  if (major % 2 === 1) {
    return warning({
      found: `version ${host.node}, which gets no long-term support`,
      effect: "Few servers run such a version. Its HTTP/2 and garbage collection may differ from yours.",
      advice: "Use the version that runs in production.",
    });
  }
  return ok(`version ${host.node}`);
}

/** Flags of the command line and of `NODE_OPTIONS`. */
export function checkFlags({ host }: Pick<Readings, "host">): Finding {
  const { ok, warning, problem } = findingsOf("flags of Node.js");
  const slow = host.flags.filter((flag) => PROFILERS.test(flag) || SLOW.test(flag));
  if (slow.length > 0) {
    return problem({
      found: slow.join(" "),
      effect: "The code runs slower, for some adapters more than for others.",
      advice: "Remove these flags from the command line and from NODE_OPTIONS.",
    });
  }
  const others = host.flags.filter((flag) => !HARMLESS.test(flag));
  if (others.length > 0) {
    return warning({
      found: others.join(" "),
      effect: "Both ends get these flags. Results with and without them cannot be compared.",
      advice: "Remove them, unless production has them too.",
    });
  }
  return ok(host.flags.length === 0 ? "none" : `only harmless ones: ${host.flags.join(" ")}`);
}

/** Variables that slow a run down. */
export function checkEnvironment({ environment }: Pick<Readings, "environment">): Finding {
  const { ok, problem } = findingsOf("environment");
  const set = RECORDING.filter((name) => environment[name]);
  if (set.length === 0) return ok("no variable slows the run down");
  return problem({
    found: `${set.join(", ")} ${set.length === 1 ? "is" : "are"} set`,
    effect: "Node.js or grpc-js prints or records something for every step, which takes time.",
    advice: `Run \`unset ${set.join(" ")}\` first.`,
  });
}
