import { answerCall, type CallTable, controlOver } from "./calls.js";
import {
  clockStamps,
  dialled,
  dialRequest,
  endIdentity,
  nothing,
  phaseMark,
  receiverReport,
  references,
  sessionName,
  sessionOpened,
  sessionRequest,
} from "./control-kinds.js";
import type {
  ClockStamps,
  Dialled,
  DialRequest,
  EndIdentity,
  Nothing,
  PhaseMark,
  ReceiverReport,
  References,
  SessionName,
  SessionOpened,
  SessionRequest,
} from "./control-types.js";

/**
 * The control calls from a sender to a receiver. They are separate from the payloads' connections, as in
 * iperf3.
 */
export interface ReceiverControl {
  /** Returns the receiver's identity. */
  identify(argument: Nothing): Promise<EndIdentity>;
  /** Opens a session. A receiver has one at a time, or one for each sender of a run. */
  openSession(argument: SessionRequest): Promise<SessionOpened>;
  /** Copies payloads to the receiver, which compares received ones with them. */
  setReferences(argument: References): Promise<Nothing>;
  /** Push: makes the receiver dial the sender once. */
  dial(argument: DialRequest): Promise<Dialled>;
  /** Starts a phase. */
  startPhase(argument: PhaseMark): Promise<Nothing>;
  /** The phase goes on later. What the receiver's process uses until then does not count. */
  pausePhase(argument: SessionName): Promise<Nothing>;
  /** The phase goes on. */
  resumePhase(argument: SessionName): Promise<Nothing>;
  /** Returns stamps of the receiver's clock. */
  stampClock(argument: Nothing): Promise<ClockStamps>;
  /** Returns the receiver's report of the current phase. */
  collect(argument: SessionName): Promise<ReceiverReport>;
  /** The sender still needs the session. The answer shows it that the receiver still has it. */
  keepSession(argument: SessionName): Promise<Nothing>;
  /** Closes the session. */
  closeSession(argument: SessionName): Promise<Nothing>;
}

export type ControlCallName = keyof ReceiverControl;

/**
 * All calls. IPC, HTTP and the inline receiver are derived from this table. A new call needs a method above,
 * an entry here and a method of `ReceiverHost`. If one is missing, the code does not compile.
 */
export const CONTROL_CALLS: CallTable<ReceiverControl> = {
  identify: { argument: nothing, answer: endIdentity },
  openSession: { argument: sessionRequest, answer: sessionOpened },
  setReferences: { argument: references, answer: nothing, bytes: "payload" },
  dial: { argument: dialRequest, answer: dialled },
  startPhase: { argument: phaseMark, answer: nothing },
  pausePhase: { argument: sessionName, answer: nothing },
  resumePhase: { argument: sessionName, answer: nothing },
  stampClock: { argument: nothing, answer: clockStamps },
  collect: { argument: sessionName, answer: receiverReport },
  keepSession: { argument: sessionName, answer: nothing },
  closeSession: { argument: sessionName, answer: nothing },
};

/** The calls of a receiver in this process as plain functions. */
export function callsOf(control: ReceiverControl): ReceiverControl {
  return controlOver(CONTROL_CALLS, (name, argument) => answerCall(control, name, argument));
}
