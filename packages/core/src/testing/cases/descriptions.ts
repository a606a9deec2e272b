import assert from "node:assert/strict";
import type { Adapter, Direction, EndDescription } from "../../adapter/contract.js";
import { messageOf } from "../../failure/wireduel-error.js";
import { isObject } from "../../options/kinds.js";
import { assertTlsReport } from "../assert-tls-report.js";
import { type ConformanceCase, inBothDirections, unless, withoutTls } from "../conformance-case.js";
import { localTls } from "../encrypted-ends.js";
import { type Ends, type EndsOptions, withEnds } from "../ends.js";
import { exchange } from "../exchange-frames.js";
import { soon, until } from "../waiting.js";

const MEMBERS = ["settings", "notes", "tls"];
const LATE = "describes its ends as plain data, for the first time after they have closed";

/** What `describe()` returns. */
export const descriptions: readonly ConformanceCase[] = [
  ...inBothDirections("describes its ends as plain data, at any time", describesAnytime),
  ...inBothDirections(LATE, (adapter, direction) => describesLate(adapter, { direction })),
  ...unless(
    withoutTls,
    inBothDirections(`encrypted: ${LATE}`, async (adapter, direction) =>
      describesLate(adapter, { direction, tls: await localTls() }),
    ),
  ),
];

async function describesAnytime(adapter: Adapter, direction: Direction): Promise<void> {
  await withEnds(adapter, { direction }, async (ends) => {
    const sender = await ends.connect();
    describeAll(ends, "before the first frame");
    await exchange([sender], [1_000]);
    describeAll(ends, "after a frame");
    await soon(Promise.all(ends.dialled.map(({ link }) => link.close())), "close of a link");
    describeAll(ends, "after the link has closed");
    await soon(ends.listener.close(), "close of the listening end");
    describeAll(ends, "after the listening end has closed");
  });
}

/** Of a socket that has closed, Node knows only what was read before. So nothing is described earlier here. */
async function describesLate(adapter: Adapter, options: EndsOptions): Promise<void> {
  await withEnds(adapter, options, async (ends) => {
    await exchange([await ends.connect()], [1_000]);
    await ends.close();
    await until(
      () => [...ends.dialled, ...ends.accepted].every(({ ended }) => ended !== undefined),
      () => "`closed` of a link did not resolve after both ends had closed",
    );
    describeAll(ends, "for the first time after it has closed", options.tls !== undefined);
  });
}

function describeAll({ listener, dialled, accepted }: Ends, when: string, encrypted = false): void {
  check(listener, `the listening end ${when}`, encrypted);
  for (const { link } of dialled) check(link, `a dialled link ${when}`, encrypted);
  for (const { link } of accepted) check(link, `an accepted link ${when}`, encrypted);
}

function check(end: { describe?(): EndDescription }, which: string, encrypted: boolean): void {
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
  if (!encrypted) assert.equal(tls, undefined, what("`tls` is undefined without encryption"));
  // What was negotiated may be unknown after the close, but then all of it.
  else if (tls !== undefined) assertTlsReport(tls, which);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

function roundTrip(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
