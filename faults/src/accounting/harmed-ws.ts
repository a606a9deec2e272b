import { ws } from "@wireduel/adapter-ws";
import type { AdapterFactory } from "@wireduel/core/adapter";
import type { HarmOptions } from "./harm-options.js";
import { harmed } from "./harmed.js";

const harmedWs: AdapterFactory<HarmOptions> = harmed({
  name: "harmed-ws",
  base: ws(),
  module: import.meta.url,
});

export default harmedWs;
