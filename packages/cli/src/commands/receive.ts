import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { isLoopback } from "@wireduel/core/adapter";
import { loadServed, namesToServe } from "../adapters/served.js";
import { type Command, defineCommand } from "../command.js";
import { EXIT } from "../exit-code.js";
import { badValue, UsageError } from "../failure.js";
import { ownCommand } from "../program/own-command.js";
import { instructions } from "../receive/instructions.js";
import { HIGHEST_PORT, HOST, PORT, RECEIVE_FLAGS } from "../receive/receive-flags.js";
import { sessionLine } from "../receive/session-line.js";
import { startServer } from "../receive/start-server.js";
import { untilAborted } from "../receive/until-aborted.js";
import { certificateOf } from "../remote/certificate.js";
import { othersCanRead, readOrMakeToken, type Token } from "../remote/token.js";

const NOT_ENCRYPTED =
  "control is not encrypted: anyone who can read its traffic learns the token; see --cert and --key, or use a private network";

/** `wireduel receive [ADAPTER...]` */
export const receive: Command = defineCommand({
  name: "receive",
  summary: "Receives payloads from a sender on another machine.",
  takes: "[ADAPTER...]",
  flags: RECEIVE_FLAGS,
  examples: [
    { command: "wireduel receive", meaning: "for senders on this machine" },
    {
      command: "wireduel receive --host 0.0.0.0 --token-file wireduel-token",
      meaning: "for other machines; prints what to type there",
    },
    { command: "wireduel receive grpc --port 5000", meaning: "gRPC only, on port 5001; control is on 5000" },
  ],
  async run(args, { host = HOST, port = PORT, tokenFile, cert, key }, context) {
    const { out, err, env, cwd, signal } = context;
    const names = namesToServe(args);
    if (port + names.length > HIGHEST_PORT) {
      throw badValue(
        "--port",
        `at most ${HIGHEST_PORT - names.length}, as the adapters have the ports after it`,
        `${port}`,
      );
    }
    const tls = certificateOf({ cert, key }, { cert: "--cert", key: "--key" }, cwd);
    const adapters = await loadServed(names, cwd, tls);
    const token = tokenOf(host, tokenFile, cwd);
    if (token && othersCanRead(token.path)) {
      err(`wireduel: other users of this machine can read ${token.path}; chmod 600 it\n`);
    }
    if (!tls && !isLoopback(host)) err(`wireduel: warning: ${NOT_ENCRYPTED}\n`);
    context.onSignal("abort");
    const server = await startServer(
      adapters,
      { host, port, token: token?.token, tls },
      {
        "session-closed": (session) => {
          const line = sessionLine(session);
          if (line !== undefined) out(`${new Date().toLocaleTimeString("en-GB")} ${line}\n`);
        },
      },
    );
    try {
      const certificate = tls && readFileSync(tls.cert, "utf8");
      const portsAfter = port === 0 ? undefined : adapters.length;
      out(
        instructions(
          {
            url: server.url,
            adapters: names,
            token,
            certificate,
            command: ownCommand(env),
            portsAfter,
          },
          networkInterfaces(),
        ),
      );
      await untilAborted(signal);
    } finally {
      await server.close();
    }
    // A server ends when it is told to. Nothing was interrupted.
    return EXIT.ok;
  },
});

function tokenOf(host: string, file: string | undefined, cwd: string): Token | undefined {
  if (file !== undefined) return readOrMakeToken("--token-file", file, cwd);
  if (isLoopback(host)) return undefined;
  throw new UsageError(
    `--host ${host}: needs --token-file FILE, because other machines can reach it; FILE is made if it does not exist`,
  );
}
