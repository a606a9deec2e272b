import assert from "node:assert/strict";
import type { Adapter, Direction, EndDescription } from "../../adapter/contract.js";
import { messageOf } from "../../failure/wireduel-error.js";
import { isObject } from "../../options/kinds.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { type Ends, withEnds } from "../ends.js";
import { exchange } from "../exchange-frames.js";
import { soon } from "../waiting.js";

const MEMBERS = ["settings", "notes", "tls"];

/** What `describe()` returns. */
export const descriptions: readonly ConformanceCase[] = inBothDirections(
  "describes its ends as plain data, at any time",
  (adapter: Adapter, direction: Direction) =>
    withEnds(adapter, { direction }, async (ends) => {
      const sender = await ends.connect();
      describeAll(ends, "before the first frame");
      await exchange([sender], [1_000]);
      describeAll(ends, "after a frame");
      await soon(Promise.all(ends.dialled.map(({ link }) => link.close())), "close of a link");
      describeAll(ends, "after the link has closed");
      await soon(ends.listener.close(), "close of the listening end");
      describeAll(ends, "after the listening end has closed");
    }),
);

function describeAll({ listener, dialled, accepted }: Ends, when: string): void {
  check(listener, `the listening end ${when}`);
  for (const { link } of dialled) check(link, `a dialled link ${when}`);
  for (const { link } of accepted) check(link, `an accepted link ${when}`);
}

function check(end: { describe?(): EndDescription }, which: string): void {
  if (end.describe === undefined) return;
  let description: unknown;
  try {
    description = end.describe();
  } catch (error) {
    assert.fail(`describe() of ${which} threw: ${messageOf(error)}`);
  }
  const what = (member: string) => `describe() of ${which}: ${member}`;
  assert(isPlain(description), what("returns an object, not a promise or an instance of a class"));
  const unknown = Object.keys(description).filter((name) => !MEMBERS.includes(name));
  assert.deepEqual(unknown, [], what(`has only the members ${MEMBERS.join(", ")}`));
  const { settings, notes, tls } = description;
  assert(settings === undefined || isPlain(settings), what("`settings` is an object"));
  assert.deepEqual(roundTrip(settings), settings, what("`settings` equals its JSON round trip"));
  assert(notes === undefined || Array.isArray(notes), what("`notes` is a list"));
  for (const note of (notes ?? []) as unknown[]) {
    assert(typeof note === "string" && note.trim() !== "", what("each of `notes` is a text"));
  }
  assert.equal(tls, undefined, what("`tls` is undefined without encryption"));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

function roundTrip(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
