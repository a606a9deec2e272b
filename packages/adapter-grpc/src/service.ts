import type { MethodDefinition } from "@grpc/grpc-js";
import type { ServiceDefinition } from "@grpc/proto-loader";
import { ownFile } from "@wireduel/core/adapter";
import { protoLoader } from "./library.js";

const PROTO = "wireduel/v1/transfer.proto";
// The build copies the folder next to the built file. The sources use the one in the repository.
const FOLDERS = ["./proto", "../../../proto"];
const file = ownFile(
  "@wireduel/adapter-grpc",
  import.meta.url,
  FOLDERS.map((folder) => `${folder}/${PROTO}`),
);

/** The service's message types, loaded with proto-loader as users of grpc-js do. */
const definition = protoLoader.loadSync(file, {
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
  readonly content?: Uint8Array;
}

type MethodName = "Upload" | "UploadOne" | "Push";
type Method<Request, Response> = MethodDefinition<Request, Response>;

const typed = definition as unknown as { Upload: Method<PayloadMessage, ReceiptMessage> };

/** The serialisers of the typed messages, for the codec. */
export const messages: Pick<
  Method<PayloadMessage, ReceiptMessage>,
  "requestSerialize" | "requestDeserialize" | "responseSerialize" | "responseDeserialize"
> = typed.Upload;

/** A method of the service whose messages are already encoded. So encoding is not part of the call. */
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
