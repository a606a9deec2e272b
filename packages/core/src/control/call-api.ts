import type { ErrorCode } from "../failure/codes.js";
import type { Kind } from "../options/kinds.js";
import { CONTROL_CALLS } from "./control-calls.js";

/** The kinds of one call over HTTP. */
export interface CallKinds {
  readonly argument: Kind<object>;
  readonly answer: Kind<unknown>;
  /** The field of the argument that has bytes: see `ControlCall`. */
  readonly bytes?: string;
  /** How many bytes the JSON of its argument may have. Default: 64 KiB. */
  readonly mostArgumentBytes?: number;
  /** How many bytes its answer may have. Default: 1 MiB. */
  readonly mostAnswerBytes?: number;
}

/** Calls that a server answers over HTTP. */
export interface CallApi {
  /** The path of a call is this and its name. */
  readonly prefix: string;
  readonly calls: Readonly<Record<string, CallKinds>>;
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
