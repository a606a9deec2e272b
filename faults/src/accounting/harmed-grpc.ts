import { grpc } from "@wireduel/adapter-grpc";
import type { AdapterFactory } from "@wireduel/core/adapter";
import type { HarmOptions } from "./harm-options.js";
import { harmed } from "./harmed.js";

const harmedGrpc: AdapterFactory<HarmOptions> = harmed({
  name: "harmed-grpc",
  base: grpc(),
  module: import.meta.url,
});

export default harmedGrpc;
