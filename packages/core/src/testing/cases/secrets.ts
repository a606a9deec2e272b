import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Adapter, Direction, Link } from "../../adapter/contract.js";
import { LinkEnd } from "../../adapter/link-end.js";
import { Listening } from "../../adapter/listening.js";
import { newSecret } from "../../adapter/secret.js";
import { type Frame, wholeFrame } from "../../codec/frame.js";
import { type ConformanceCase, inBothDirections, unless } from "../conformance-case.js";
import { carries } from "../encrypted-ends.js";
import { type Ends, withEnds } from "../ends.js";
import { connectAll, exchange } from "../exchange-frames.js";
import { needsTcpTarget } from "../tcp-ports.js";
import { cleanUp, soon, until } from "../waiting.js";

/** Clients that connect and send nothing. */
const STRANGERS = 200;
/** How many of them may stay connected. */
const MOST_STRANGERS = 100;
/** More than strangers may have. */
const LINKS = 100;
const CLOSE_MS = 5_000;

/** Only the other end of the session gets a link. */
export const secrets: readonly ConformanceCase[] = unless(notClaimed, [
  ...inBothDirections("opens a link only with the secret of the session", refusesOtherSecrets),
  {
    name: "gives each of two senders on one port its own links",
    run: (createAdapter) => separatesSenders(createAdapter()),
  },
  {
    name: "keeps 100 links that have sent nothing yet",
    run: (createAdapter) => keepsSilentLinks(createAdapter()),
  },
  {
    name: "limits the silent connections of strangers",
    run: (createAdapter) => limitsStrangers(createAdapter()),
  },
]);

function notClaimed({ supports }: Adapter): string | undefined {
  return supports.secret ? undefined : "the secret is not claimed";
}

async function refusesOtherSecrets(adapter: Adapter, direction: Direction): Promise<void> {
  await withEnds(adapter, { direction }, async (ends) => {
    for (const secret of [newSecret(), "x".repeat(10_000)]) await refuses(ends, direction, secret);
    await exchange([await ends.connect()], [100], "with the secret of the session");
    // Now that a link is open, another secret must still not open one.
    await refuses(ends, direction, newSecret());
  });
}

async function refuses(ends: Ends, direction: Direction, secret: string): Promise<void> {
  const links = ends.accepted.length;
  const carried = await carries(ends, direction, { secret });
  assert(!carried, "a frame came through with another secret than that of the session");
  assert.equal(ends.accepted.length, links, "a link opened with another secret than that of the session");
}

/** A receiver with several senders has one port for all of them, and a secret for each. */
async function separatesSenders(adapter: Adapter): Promise<void> {
  const listening = new Listening(adapter);
  const opened: LinkEnd[] = [];
  const open = (role: "sender" | "receiver", more: { listening?: Listening } = {}) => {
    const end = new LinkEnd({ adapter, role, maxPayloadBytes: 1_000, ...more });
    opened.push(end);
    return end;
  };
  try {
    const links: { link: Link; name: string; came: string[] }[] = [];
    for (const name of ["first", "second"]) {
      const receiver = open("receiver", { listening });
      const answering = { onFrame: () => [Buffer.from(name)], take() {} };
      const place = { host: "127.0.0.1", port: 0 };
      const endpoint = await soon(
        receiver.listen(place, () => answering),
        "a receiver that shares a port",
      );
      const sender = open("sender");
      sender.secret = receiver.secret;
      const came: string[] = [];
      const onFrame = (frame: Uint8Array | Frame) => {
        came.push(Buffer.from(wholeFrame(frame)).toString());
        return undefined;
      };
      links.push({
        link: await soon(sender.dial(endpoint, onFrame), `dial of the ${name} sender`),
        name,
        came,
      });
    }
    for (let round = 1; round <= 3; round++) {
      for (const { link } of links) void link.send([Buffer.from("x")]);
      for (const { came, name } of links) {
        await until(
          () => came.length >= round,
          () => `the ${name} sender on a shared port got no reply`,
        );
        const others = came.filter((reply) => reply !== name);
        assert.deepEqual(others, [], `the ${name} sender got replies of another session`);
      }
    }
  } finally {
    await cleanUp(Promise.allSettled(opened.map((end) => end.close(CLOSE_MS))));
  }
}

/** They are no strangers: they must show the secret when they are dialled, not with their first frame. */
async function keepsSilentLinks(adapter: Adapter): Promise<void> {
  await withEnds(adapter, {}, async (ends) => {
    const links = await connectAll(ends, LINKS);
    await exchange(links, [100], "over a link that was silent at first");
  });
}

async function limitsStrangers(adapter: Adapter): Promise<void> {
  await withEnds(adapter, {}, async (ends) => {
    const target = needsTcpTarget(ends.endpoint.url);
    const clients: Socket[] = [];
    const open = () => clients.filter((client) => !client.destroyed).length;
    try {
      for (let index = 0; index < STRANGERS; index++) {
        const client = connect(target);
        client.on("error", () => {});
        client.resume();
        clients.push(client);
        await soon(Promise.race([once(client, "connect"), once(client, "close")]), "a TCP connection");
      }
      await until(
        () => open() <= MOST_STRANGERS,
        () => `${open()} of ${STRANGERS} connections that sent nothing are open: use \`limitStrangers\``,
        () => STRANGERS - open(),
      );
      await exchange([await ends.connect()], [100], `beside ${open()} silent connections`);
    } finally {
      for (const client of clients) client.destroy();
    }
  });
}
