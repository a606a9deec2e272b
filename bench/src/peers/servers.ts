// Servers that answer each message with the same bytes, and count. They do nothing else.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { WebSocketServer } from "ws";
import type { PeerProtocol } from "./plan.js";

/** Starts a server on a free port of 127.0.0.1, and resolves with it. `onMessage` is called before each answer. */
type StartServer = (onMessage: () => void) => Promise<number>;

export const GRPC_PATH = "/bench.Echo/Echo";
const same = (bytes: Buffer) => bytes;

export const SERVERS: Readonly<Record<PeerProtocol, StartServer>> = {
  async ws(onMessage) {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
    server.on("connection", (socket) => {
      socket.on("error", () => {});
      socket.on("message", (data, binary) => {
        onMessage();
        socket.send(data, { binary });
      });
    });
    await new Promise((resolve) => server.once("listening", resolve));
    return (server.address() as AddressInfo).port;
  },

  "gRPC unary"(onMessage) {
    const server = new Server();
    const method = {
      path: GRPC_PATH,
      requestStream: false,
      responseStream: false,
      requestSerialize: same,
      requestDeserialize: same,
      responseSerialize: same,
      responseDeserialize: same,
    };
    server.addService(
      { Echo: method },
      {
        Echo({ request }: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) {
          onMessage();
          answer(null, request);
        },
      },
    );
    return new Promise((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error) reject(error);
        else resolve(port);
      });
    });
  },

  async "HTTP/1.1"(onMessage) {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        onMessage();
        const body = Buffer.concat(chunks);
        response.writeHead(200, { "content-length": body.length });
        response.end(body);
      });
    });
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  },
};
