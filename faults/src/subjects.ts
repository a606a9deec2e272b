import { grpc } from "@wireduel/adapter-grpc";
import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import type { Adapter } from "@wireduel/core/adapter";

/** One way of sending payloads that all faults are tried on. */
export interface Subject {
  readonly name: string;
  /** The adapter, with fresh options. */
  readonly adapter: () => Adapter;
  readonly direction: "upload" | "push";
}

/** Each protocol in each direction. */
export const SUBJECTS: readonly Subject[] = [
  { name: "ws", direction: "upload", adapter: () => ws() },
  { name: "ws, push", direction: "push", adapter: () => ws({ direction: "push" }) },
  { name: "gRPC", direction: "upload", adapter: () => grpc() },
  { name: "gRPC, push", direction: "push", adapter: () => grpc({ direction: "push" }) },
  { name: "tcp", direction: "upload", adapter: () => tcp() },
  { name: "tcp, push", direction: "push", adapter: () => tcp({ direction: "push" }) },
];
