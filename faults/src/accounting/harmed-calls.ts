import { grpc } from "@wireduel/adapter-grpc";
import type { AdapterFactory } from "@wireduel/core/adapter";
import type { HarmOptions } from "./harm-options.js";
import { harmed } from "./harmed.js";

/** gRPC with a call for each payload. */
const harmedCalls: AdapterFactory<HarmOptions> = harmed({
  name: "harmed-calls",
  base: grpc({ call: "unary" }),
  module: import.meta.url,
});

export default harmedCalls;
