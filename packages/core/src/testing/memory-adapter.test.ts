import { test } from "vitest";
import { memory } from "./memory-adapter.js";
import { testAdapter } from "./test-adapter.js";

const noPort = "there is no TCP port, as all stays in this process";

testAdapter({
  test,
  createAdapter: memory,
  skip: {
    "gives up at once when aborted before a server that is silent": noPort,
    "survives a stranger that sends garbage": noPort,
  },
});
