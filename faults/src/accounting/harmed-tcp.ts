import { tcp } from "@wireduel/adapter-tcp";
import type { AdapterFactory } from "@wireduel/core/adapter";
import type { HarmOptions } from "./harm-options.js";
import { harmed } from "./harmed.js";

const harmedTcp: AdapterFactory<HarmOptions> = harmed({
  name: "harmed-tcp",
  base: tcp(),
  module: import.meta.url,
});

export default harmedTcp;
