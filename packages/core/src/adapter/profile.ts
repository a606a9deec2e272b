// The settings of an adapter that a result names. Types only: results need nothing else of the contract.
import type { JsonValue } from "../result/json.js";

/** Who listens. In an `upload` the sender dials the receiver. In a `push` the receiver dials the sender. */
export type Direction = "upload" | "push";

/**
 * A named set of options: the library's defaults (`default`), or the fastest that the standard allows
 * (`tuned`).
 */
export type ProfileName = "default" | "tuned";

/** A profile, and the options that it set. */
export interface AppliedProfile {
  readonly name: ProfileName;
  /** The options that the profile set, each with the reason. Options given by the caller are not included. */
  readonly settings: readonly ProfileSetting[];
}

/** An option that a profile set. */
export interface ProfileSetting {
  readonly option: string;
  readonly value: JsonValue;
  readonly reason: string;
}

/**
 * A setting that an adapter changes from what its library does by itself, with any profile. The result lists
 * them, so that `profile: "default"` hides nothing.
 */
export interface Override {
  /** The library's own name of the setting, such as `grpc.enable_http_proxy`. */
  readonly setting: string;
  readonly value: JsonValue;
  /** What the library does by itself. */
  readonly libraryValue: JsonValue;
  readonly reason: string;
}
