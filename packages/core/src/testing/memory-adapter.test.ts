import { test } from "vitest";
import { memory } from "./memory-adapter.js";
import { testAdapter } from "./test-adapter.js";

const noPort = "it has no TCP port: frames stay in this process";

testAdapter({
  test,
  createAdapter: memory,
  skip: {
    "gives up at once when aborted before a server that is silent": noPort,
    "survives a client that sends garbage": noPort,
  },
});
