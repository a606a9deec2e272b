// The entry point `@wireduel/core/adapter`, for authors of adapters and codecs.
export { type Clock, systemClock } from "../clock/clock.js";
export { type BuiltInCodecName, codecs } from "../codec/built-in.js";
export type { Codec, Message } from "../codec/codec.js";
export { copyFrame, type Frame, frameBytes, joinFrame } from "../codec/frame.js";
export type { Receipt, ReceiptCodec } from "../codec/receipt.js";
export type { Failure } from "../failure/codes.js";
export { messageOf } from "../failure/wireduel-error.js";
export {
  invalidOption,
  type JsonSchema,
  type Kind,
  type OptionKind,
  type OptionKinds,
} from "../options/kinds.js";
export { option } from "../options/option.js";
export type { TlsFiles, TlsOption } from "../options/tls-option.js";
export type { JsonObject, JsonValue } from "../result/json.js";
export type { DialTls, ListenTls, TlsReport } from "../tls/link-tls.js";
export { describeTls } from "../tls/link-tls.js";
export type { TlsSettings, TlsVersion } from "../tls/tls-settings.js";
export { acceptStreams } from "./accept-streams.js";
export type {
  Adapter,
  AppliedProfile,
  DialContext,
  Direction,
  EndContext,
  EndDescription,
  Endpoint,
  Limits,
  Link,
  LinkContext,
  ListenContext,
  Listener,
  Override,
  ProfileName,
  ProfileSetting,
  Protocol,
  Schemes,
  Supports,
} from "./contract.js";
export { corkTurns, gatherTurns } from "./cork-turns.js";
export { type AdapterFactory, type CommonOptions, defineAdapter } from "./define-adapter.js";
export { didYouMean, mistakesBetween } from "./did-you-mean.js";
export { isLoopback } from "./is-loopback.js";
export { keepMemory } from "./keep-memory.js";
export { formatBytes, type LabelTexts } from "./label.js";
export type { OptionHelp } from "./options-schema.js";
export { ownFile, ownRequire } from "./own-files.js";
export type { ProtocolDefinition, TunedOptions } from "./protocol-definition.js";
export { lengthPrefix, splitFrames } from "./split-frames.js";
export { limitStrangers, type Strangers } from "./strangers.js";
export { type UnreadLimit, unreadLimit } from "./unread-limit.js";
