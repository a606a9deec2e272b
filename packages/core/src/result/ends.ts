import type { Resources } from "../process/resource-meter.js";
import type { JsonObject } from "./json.js";

/** The processes at both ends. Each of several senders divides its CPU time by the payloads of all of them. */
export interface Ends {
  readonly senders: readonly EndReport[];
  readonly receivers: readonly EndReport[];
}

/** One end of a round: versions, settings that were really in effect, and resources. */
export interface EndReport {
  /** Version of Node.js, without the `v`. In another runtime: the version of Node that it claims, and its own. */
  readonly node: string;
  /**
   * The flags of Node that its process was started with, from NODE_OPTIONS and from its command line, as
   * `--name=value`. What the process ran (`--eval`) is left out.
   */
  readonly flags: readonly string[];
  /** Version of @wireduel/core. */
  readonly core: string;
  /** Version of the contract between the two ends. */
  readonly contract: number;
  /** Versions of the libraries that the adapter uses. */
  readonly libraries: Readonly<Record<string, string>>;
  /** What the adapter negotiated, advertised or chose. */
  readonly settings: JsonObject;
  /** Facts about this end that help to understand the numbers. Not causes of a difference. */
  readonly notes: readonly string[];
  /** What its process used in the measure phase. Null if unknown. */
  readonly resources: EndResources | null;
}

/** What one end's process used in the measure phase. */
export interface EndResources extends Resources {
  /** CPU time (user and system) per acknowledged payload. Null if none was acknowledged. */
  readonly cpuMsPerPayload: number | null;
  /** `minorFaults` per acknowledged payload. Null if none was acknowledged, or if they are not counted. */
  readonly minorFaultsPerPayload: number | null;
  /** `majorFaults` per acknowledged payload. Null like `minorFaultsPerPayload`. */
  readonly majorFaultsPerPayload: number | null;
  /** `voluntarySwitches` per acknowledged payload. Null like `minorFaultsPerPayload`. */
  readonly voluntarySwitchesPerPayload: number | null;
  /** `involuntarySwitches` per acknowledged payload. Null like `minorFaultsPerPayload`. */
  readonly involuntarySwitchesPerPayload: number | null;
  /** The share of the time in which its event loop worked: `loopBusyShare` without polling for due times. */
  readonly workShare: number;
}
