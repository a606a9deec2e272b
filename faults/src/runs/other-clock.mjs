// Preloaded by NODE_OPTIONS: sets clocks of a receiver process after the first SET_AFTER readings of each. DATE_MS is added to the
// date, and CLOCK_NS to the monotonic clock.
const { SET_AFTER = "0", DATE_MS = "0", CLOCK_NS = "0" } = process.env;

if (process.argv[1]?.includes("receiver-process")) {
  const after = Number(SET_AFTER);
  const monotonic = process.hrtime.bigint;
  let readings = 0;
  const bigint = () => monotonic() + (readings++ < after ? 0n : BigInt(CLOCK_NS));
  const hrtime = () => {
    const time = bigint();
    return [Number(time / 1_000_000_000n), Number(time % 1_000_000_000n)];
  };
  process.hrtime = Object.assign(hrtime, { bigint });
  const RealDate = Date;
  const now = () => RealDate.now() + Number(DATE_MS);
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length === 0 ? [now()] : given));
    }
    static now() {
      return now();
    }
  };
}
