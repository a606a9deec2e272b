export { default, grpc } from "./adapter.js";
export type { GrpcOptions } from "./options.js";
export { type GrpcCodecName, protobuf, protobufParts } from "./protobuf-codec.js";
