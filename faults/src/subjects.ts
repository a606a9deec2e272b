import { grpc } from "@wireduel/adapter-grpc";
import { http } from "@wireduel/adapter-http";
import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import type { Adapter } from "@wireduel/core/adapter";

/** What all protocols understand. */
export interface CommonOptions {
  readonly direction?: "upload" | "push";
  readonly tls?: "local";
  readonly label?: string;
}

/** A protocol that all faults are tried on. */
export interface Protocol {
  readonly name: string;
  /** How the command names it. */
  readonly inCommand: string;
  /** A new adapter. */
  readonly adapter: (options?: CommonOptions) => Adapter;
}

/** One way of sending payloads that all faults are tried on. */
export interface Subject extends Protocol {
  readonly protocol: Protocol;
  readonly direction: "upload" | "push";
}

/** Each protocol. */
export const PROTOCOLS: readonly Protocol[] = [
  { name: "ws", inCommand: "ws", adapter: (options = {}) => ws(options) },
  { name: "gRPC", inCommand: "grpc", adapter: (options = {}) => grpc(options) },
  { name: "tcp", inCommand: "tcp", adapter: (options = {}) => tcp(options) },
  { name: "HTTP/1.1", inCommand: "http:version=1.1", adapter: (options = {}) => http(options) },
  {
    name: "HTTP/2",
    inCommand: "http:version=2",
    adapter: (options = {}) => http({ version: "2", ...options }),
  },
];

/** Each protocol in each direction. */
export const SUBJECTS: readonly Subject[] = PROTOCOLS.flatMap((protocol) =>
  (["upload", "push"] as const).map((direction) => ({
    ...protocol,
    name: `${protocol.name}, ${direction}`,
    protocol,
    direction,
    adapter: (options: CommonOptions = {}) => protocol.adapter({ ...options, direction }),
  })),
);

/**
 * The subjects that tests go through: each protocol once, both directions among them, and one version of HTTP. `pnpm test:faults`
 * sets `WIREDUEL_FAULTS=all`: all ten, which takes more than twice as long.
 */
export const TRIED: readonly Subject[] =
  process.env.WIREDUEL_FAULTS === "all"
    ? SUBJECTS
    : PROTOCOLS.filter(({ name }) => name !== "HTTP/2").map((protocol, index) => {
        const direction = index % 2 === 0 ? "upload" : "push";
        return SUBJECTS.find((one) => one.protocol === protocol && one.direction === direction) as Subject;
      });

/** For faults of processes, disks, clocks and addresses, which are the same over any link: two protocols, one in each direction. */
export const OVER_ANY_LINK: readonly Subject[] =
  process.env.WIREDUEL_FAULTS === "all" ? SUBJECTS : TRIED.slice(0, 2);

/** What a receiver server needs to serve all of them. */
export function plainAdapters(): Adapter[] {
  // An adapter serves all its versions.
  return PROTOCOLS.filter(({ name }) => name !== "HTTP/2").map(({ adapter }) => adapter());
}

/** Whether the dialling end waits for an answer. A raw TCP upload only learns from a link that closes that it is not wanted. */
export function hasHandshake({ protocol, direction }: Subject): boolean {
  return protocol.name !== "tcp" || direction === "push";
}
