export { default, grpc } from "./adapter.js";
export type { GrpcOptions } from "./options.js";
export { protobuf, protobufParts } from "./protobuf-codec.js";
