/** The flow-control windows of streams and connections over HTTP/2: those of `grpc({ profile: "tuned" })`. */
export const WINDOW_BYTES: number = 16 * 2 ** 20;
