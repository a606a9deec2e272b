import type { ErrorCode } from "../errors.js";
import type { ReceiverControl } from "./receiver-control.js";

/** The control calls that go over the IPC channel, by name. */
export const CALLS: readonly (keyof ReceiverControl)[] = [
  "identify",
  "openSession",
  "setReference",
  "startPhase",
  "stampClock",
  "collect",
  "closeSession",
];

/** One control call on its way to the receiver's process. */
export interface CallRequest {
  readonly id: number;
  readonly call: keyof ReceiverControl;
  readonly args: readonly unknown[];
}

/** Its answer. */
export type CallReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly code: ErrorCode; readonly message: string } };
