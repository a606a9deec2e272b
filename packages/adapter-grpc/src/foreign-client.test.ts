// The receiver with other clients: any gRPC client that has the proto, and any HTTP/2 client.
import { readFileSync } from "node:fs";
import { connect, type Settings } from "node:http2";
import { fileURLToPath } from "node:url";
import {
  type ClientDuplexStream,
  type ClientUnaryCall,
  credentials,
  type GrpcObject,
  loadPackageDefinition,
  Metadata,
  type ServiceClientConstructor,
  type ServiceError,
  status,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { CONTRACT_VERSION, serveReceivers } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { grpc } from "./adapter.js";

interface Receipt {
  sequence: string;
  status: string;
}

/** A client built only from the proto, with the serialisers of grpc-js. */
interface TransferClient {
  Upload(metadata?: Metadata): ClientDuplexStream<object, Receipt>;
  UploadOne(
    payload: object,
    metadata: Metadata,
    callback: (error: ServiceError | null, receipt: Receipt) => void,
  ): ClientUnaryCall;
  close(): void;
}

const proto = fileURLToPath(new URL("../../../proto/wireduel/v1/transfer.proto", import.meta.url));
const Client = serviceOf(loadPackageDefinition(loadSync(proto, { enums: String })), [
  "wireduel",
  "v1",
  "TransferService",
]);

function serviceOf(types: GrpcObject, path: readonly string[]): ServiceClientConstructor {
  return path.reduce<unknown>((at, name) => (at as GrpcObject)[name], types) as ServiceClientConstructor;
}

/** Each client has a connection of its own: grpc-js shares one between clients otherwise. */
function transferClient(host: string): TransferClient {
  const client: object = new Client(host, credentials.createInsecure(), {
    "grpc.use_local_subchannel_pool": 1,
  });
  return client as TransferClient;
}

/** Makes a control call with JSON, or with bytes and the other fields as JSON in the query. */
type Control = (call: string, argument: object, bytes?: Uint8Array) => Promise<unknown>;

/** Opens a session at a receiver server with plain HTTP requests. */
async function withSession(
  options: object,
  use: (url: string, session: string, control: Control, secret: string) => Promise<void>,
): Promise<void> {
  const server = await serveReceivers({ adapters: [grpc()] });
  const control: Control = async (call, argument, bytes) => {
    const query = bytes ? `?argument=${encodeURIComponent(JSON.stringify(argument))}` : "";
    const body = bytes ?? JSON.stringify(argument);
    const response = await fetch(`${server.url}/v1/${call}${query}`, { method: "POST", body });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  try {
    const opened = (await control("openSession", {
      sender: { contract: CONTRACT_VERSION, core: "0.0.0" },
      adapter: { name: "grpc", options, codec: "protobuf", direction: "upload", encryption: "none" },
      maxPayloadBytes: 1_000,
      payloads: [{ kind: "copied" }],
      replies: null,
    })) as { session: string; secret: string; endpoint: { url: string } };
    await use(opened.endpoint.url, opened.session, control, opened.secret);
  } finally {
    await server.close();
  }
}

describe("a gRPC client that knows only the proto", () => {
  it("uploads over a stream and in single calls, and the receiver checks the payloads", async () => {
    await withSession({}, async (url, session, control, secret) => {
      const content = Buffer.from("hello");
      await control("setReferences", { session, index: 0 }, content);
      await control("startPhase", { session, phase: "measure", firstSequence: 0 });

      const client = transferClient(new URL(url).host);
      const metadata = new Metadata();
      metadata.set("wireduel-secret", secret);
      const stream = client.Upload(metadata);
      const receipts: Receipt[] = [];
      const both = new Promise<void>((resolve) => {
        stream.on("data", (receipt: Receipt) => {
          if (receipts.push(receipt) === 2) resolve();
        });
      });
      stream.write({ sequence: 0, content });
      stream.write({ sequence: 1, content: Buffer.from("other") });
      await both;
      stream.end();
      const one = await new Promise<Receipt>((resolve, reject) => {
        client.UploadOne({ sequence: 2, content }, metadata, (error, receipt) =>
          error ? reject(error) : resolve(receipt),
        );
      });
      client.close();

      for (const receipt of [...receipts, one]) expect(receipt).toMatchObject({ status: "STATUS_DECODED" });
      expect(Number(one.sequence)).toBe(2);
      const report = (await control("collect", { session })) as { counts: object };
      expect(report.counts).toMatchObject({ received: 3, damaged: 1, damagedSequences: [1], duplicated: 0 });
    });
  });
});

describe("a gRPC client without the secret", () => {
  it("is refused with UNAUTHENTICATED, and nothing that it sends counts", async () => {
    await withSession({}, async (url, session, control, secret) => {
      await control("startPhase", { session, phase: "measure", firstSequence: 0 });
      const metadatas = [undefined, "", secret.slice(1), `${secret.slice(1)}x`].map((presented) => {
        const metadata = new Metadata();
        if (presented !== undefined) metadata.set("wireduel-secret", presented);
        return metadata;
      });
      for (const metadata of metadatas) {
        // The receiver closes a connection without the secret when it has read 256 KiB: a call sends its window, 64 KiB.
        const client = transferClient(new URL(url).host);
        const single = await new Promise<ServiceError | null>((resolve) => {
          client.UploadOne({ sequence: 0, content: Buffer.alloc(1_000_000) }, metadata, resolve);
        });
        expect(single?.code).toBe(status.UNAUTHENTICATED);
        const stream = client.Upload(metadata);
        const refused = new Promise<ServiceError>((resolve) => stream.once("error", resolve));
        stream.write({ sequence: 1, content: Buffer.alloc(1_000_000) });
        expect((await refused).code).toBe(status.UNAUTHENTICATED);
        client.close();
      }
      const report = (await control("collect", { session })) as { counts: object };
      expect(report.counts).toMatchObject({ received: 0, undecodable: 0 });
    });
  });
});

it("has a README sample with the current contract version", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(readme).toContain(`"contract": ${CONTRACT_VERSION}`);
});

describe("windowBytes", () => {
  const firstSettings = (url: string) =>
    new Promise<Settings>((resolve, reject) => {
      const session = connect(url.replace("grpc:", "http:"));
      session.once("error", reject);
      session.once("remoteSettings", (settings) => {
        session.destroy();
        resolve(settings);
      });
    });

  it.each([65_535, 16 * 2 ** 20])(
    "is in the first SETTINGS frame of the listening end: %d",
    async (windowBytes) => {
      await withSession({ windowBytes }, async (url) => {
        expect((await firstSettings(url)).initialWindowSize).toBe(windowBytes);
      });
    },
  );
});
