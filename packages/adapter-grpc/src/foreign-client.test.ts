// The receiver as any gRPC client with the proto sees it, and as any HTTP/2 client sees its settings.
import { readFileSync } from "node:fs";
import { connect, type Settings } from "node:http2";
import { fileURLToPath } from "node:url";
import {
  type ClientDuplexStream,
  type ClientUnaryCall,
  credentials,
  type GrpcObject,
  loadPackageDefinition,
  type ServiceClientConstructor,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { CONTRACT_VERSION, serveReceivers } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { grpc } from "./adapter.js";

interface Receipt {
  sequence: string;
  status: string;
}

/** A client made of nothing but the proto, with grpc-js's own serialisers. */
interface TransferClient {
  Upload(): ClientDuplexStream<object, Receipt>;
  UploadOne(payload: object, callback: (error: Error | null, receipt: Receipt) => void): ClientUnaryCall;
  close(): void;
}

const proto = fileURLToPath(new URL("../../../proto/wireduel/v1/transfer.proto", import.meta.url));
const types = loadPackageDefinition(loadSync(proto, { enums: String })) as unknown as {
  wireduel: { v1: GrpcObject };
};
const Client = types.wireduel.v1.TransferService as ServiceClientConstructor;

async function withSession(
  options: object,
  use: (
    url: string,
    control: (method: string, path: string, body?: object | Uint8Array) => Promise<unknown>,
  ) => Promise<void>,
) {
  const server = await serveReceivers({ adapters: [grpc()] });
  const control = async (method: string, path: string, body?: object | Uint8Array) => {
    const response = await fetch(server.url + path, {
      method,
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text === "" ? undefined : JSON.parse(text);
  };
  try {
    const opened = (await control("POST", "/v1/sessions", {
      sender: { contract: CONTRACT_VERSION },
      adapter: { name: "grpc", options },
      codec: { name: "protobuf" },
      maxPayloadBytes: 1_000,
    })) as { session: string; endpoint: { url: string } };
    await use(opened.endpoint.url, (method, path, body) =>
      control(method, `/v1/sessions/${opened.session}${path}`, body),
    );
  } finally {
    await server.close();
  }
}

describe("a gRPC client that knows only the proto", () => {
  it("uploads over a stream and by single calls, and the receiver checks what came", async () => {
    await withSession({}, async (url, session) => {
      const content = Buffer.from("hello");
      await session("PUT", "/references/0", content);
      await session("POST", "/phase", { phase: "measure", firstSequence: 0 });

      const client = new Client(new URL(url).host, credentials.createInsecure()) as unknown as TransferClient;
      const stream = client.Upload();
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
        client.UploadOne({ sequence: 2, content }, (error, receipt) =>
          error ? reject(error) : resolve(receipt),
        );
      });
      client.close();

      for (const receipt of [...receipts, one]) expect(receipt).toMatchObject({ status: "STATUS_DECODED" });
      expect(Number(one.sequence)).toBe(2);
      const report = (await session("GET", "/report")) as { counts: object };
      expect(report.counts).toMatchObject({ received: 3, damaged: 1, damagedSequences: [1], duplicated: 0 });
    });
  });
});

it("is shown in the README with the contract that is spoken", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(readme).toContain(`"sender": { "contract": ${CONTRACT_VERSION} }`);
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
    "is in the very first SETTINGS of the listening end: %d",
    async (windowBytes) => {
      await withSession({ windowBytes }, async (url) => {
        expect((await firstSettings(url)).initialWindowSize).toBe(windowBytes);
      });
    },
  );
});
