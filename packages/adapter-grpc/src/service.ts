import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { MethodDefinition } from "@grpc/grpc-js";
import { loadSync, type ServiceDefinition } from "@grpc/proto-loader";

const PROTO = "wireduel/v1/transfer.proto";
// In the package, where the build copies it; else in the repository, where it is kept.
const ROOTS = ["../proto", "../../../proto"].map((root) => fileURLToPath(new URL(root, import.meta.url)));
const root = ROOTS.find((one) => existsSync(`${one}/${PROTO}`));
if (root === undefined)
  throw new Error(`@wireduel/adapter-grpc: ${PROTO} is missing from ${ROOTS.join(" and ")}`);

/** The message types of the service as proto-loader gives them to every user of grpc-js. */
const definition = loadSync(PROTO, {
  includeDirs: [root],
  longs: Number,
  enums: String,
  defaults: true,
})["wireduel.v1.TransferService"] as ServiceDefinition;

/** `Payload` as an object. */
export interface PayloadMessage {
  readonly sequence: number;
  readonly content: Uint8Array;
}

/** `Receipt` as an object. */
export interface ReceiptMessage {
  readonly sequence: number;
  readonly status: string;
  readonly receivedAtNs: number;
  readonly decodedAtNs: number;
}

type MethodName = "Upload" | "UploadOne" | "Push";
type Method<Request, Response> = MethodDefinition<Request, Response>;

const typed = definition as unknown as { Upload: Method<PayloadMessage, ReceiptMessage> };

/** Serialisers of the typed messages, used by the codec. */
export const messages: Pick<
  Method<PayloadMessage, ReceiptMessage>,
  "requestSerialize" | "requestDeserialize" | "responseSerialize" | "responseDeserialize"
> = typed.Upload;

/**
 * A method of the real service that moves messages as the bytes that the codec made, so that encoding and decoding have
 * times of their own.
 */
export function passThrough(name: MethodName): Method<Buffer, Buffer> {
  const method = definition[name] as unknown as Method<Buffer, Buffer>;
  const same = (bytes: Buffer) => bytes;
  return {
    ...method,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}
