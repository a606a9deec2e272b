import { expect, it } from "vitest";
import { buildResult } from "../../../core/src/fixtures/build-result.js";
import { typedCommand } from "./typed-command.js";

const result = buildResult([], { settings: { seed: 7 } });

it.each([
  [["ws", "grpc"], {}, "wireduel ws grpc --seed 7"],
  [["ws", "--resume", "old", "--size", "1"], {}, "wireduel ws --size 1 --seed 7"],
  [["ws", "--resume=old"], {}, "wireduel ws --seed 7"],
  [["ws", "--seed=3"], {}, "wireduel ws --seed=3"],
  [["ws", "--seed", "3"], {}, "wireduel ws --seed 3"],
  [["gate", "ws", "--fail-if", "ws.p99 > 20ms"], {}, "wireduel gate ws --fail-if 'ws.p99 > 20ms' --seed 7"],
  [["ws"], { npm_config_user_agent: "npm/10.0.0 node/v20" }, "npx wireduel ws --seed 7"],
])("typed as %j in %j", (argv, env, command) => {
  expect(typedCommand(result, { argv, env })).toBe(command);
});
