// The libraries of this adapter. They are loaded by name, so that in a bundle the first error says what to do.
import { ownRequire } from "@wireduel/core/adapter";

const NAMES = ["@grpc/grpc-js", "@grpc/proto-loader"];
const manifestOf = (name: string) => `${name}/package.json`;
const require = ownRequire("@wireduel/adapter-grpc", import.meta.url, [...NAMES, ...NAMES.map(manifestOf)]);

export const grpcJs: typeof import("@grpc/grpc-js") = require("@grpc/grpc-js");
export const protoLoader: typeof import("@grpc/proto-loader") = require("@grpc/proto-loader");

/** Versions of the libraries in use. */
export const libraries: Readonly<Record<string, string>> = Object.fromEntries(
  NAMES.map((name) => [name, (require(manifestOf(name)) as { version: string }).version]),
);
