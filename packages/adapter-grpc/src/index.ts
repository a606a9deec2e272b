export { default, grpc } from "./adapter.js";
export type { GrpcOptions } from "./options.js";
export { protobuf } from "./protobuf-codec.js";
