import { afterEach, expect, it } from "vitest";
import { haveSameLayout } from "../fixtures/same-layout.js";
import { memory } from "../testing/memory-adapter.js";
import { changed } from "./fixtures/changed-adapter.js";
import { closeEnds, echo, LOOPBACK, openEnd } from "./fixtures/link-ends.js";

afterEach(closeEnds);

it("gives the contexts of all links one layout, because adapters read them for each frame", async () => {
  const dialled: object[] = [];
  const accepted: object[] = [];
  const adapter = changed(memory(), ({ dial, listen }) => ({
    dial(endpoint, context, options) {
      dialled.push(context);
      return dial(endpoint, context, options);
    },
    listen(context, options) {
      const accept: typeof context.accept = (open, secret) =>
        context.accept((link) => {
          accepted.push(link);
          return open(link);
        }, secret);
      return listen({ ...context, accept }, options);
    },
  }));
  const endpoint = await openEnd(adapter, "receiver").listen(LOOPBACK, () => echo);
  const sender = openEnd(adapter, "sender");
  // V8 gives the first few copies of an object the same layout.
  for (let link = 0; link < 100; link++) await sender.dial(endpoint, () => undefined);
  expect([dialled.length, accepted.length]).toEqual([100, 100]);
  expect([haveSameLayout(dialled), haveSameLayout(accepted)]).toEqual([true, true]);
});
