export { default, grpc } from "./adapter.js";
export type { MetadataOption } from "./metadata.js";
export type { GrpcOptions, Keepalive } from "./options.js";
export type { PassedOptions } from "./pass-through.js";
export { type GrpcCodecName, protobuf, protobufParts } from "./protobuf-codec.js";
