import { expect, it } from "vitest";
import { ws } from "./adapter.js";

it.each<[Parameters<typeof ws>[0], string]>([
  [{ direction: "push" }, "WebSocket, push"],
  [{ perMessageDeflate: true }, "WebSocket, deflate"],
  [{ mask: "zero", fragmentBytes: 65_536 }, "WebSocket, zero mask, 64 KiB fragments"],
  [{ profile: "tuned", coalesce: false, path: "/x" }, "WebSocket, tuned, path /x, not coalesced"],
  [{ maxReceiveMessageBytes: 2 ** 20, tls: "local" }, "WebSocket, messages up to 1 MiB, TLS"],
])("the label of %j is %s", (options, label) => {
  expect(ws(options).label).toBe(label);
});
