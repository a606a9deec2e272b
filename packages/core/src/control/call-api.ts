import type { ErrorCode } from "../failure/codes.js";
import type { AnyCall } from "./calls.js";
import { CONTROL_CALLS } from "./control-calls.js";

/** Calls that a server answers over HTTP. */
export interface CallApi {
  /** The path of a call is this and its name. */
  readonly prefix: string;
  readonly calls: Readonly<Record<string, AnyCall>>;
  /** Who answers, in messages. */
  readonly who: string;
  /** The error code if nobody answers. */
  readonly unreachable: ErrorCode;
}

/** The calls of a receiver server. */
export const RECEIVER_API: CallApi = {
  prefix: "/v1/",
  calls: CONTROL_CALLS,
  who: "receiver",
  unreachable: "RECEIVER_UNREACHABLE",
};
