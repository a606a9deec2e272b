// What all tables of calls between two processes have in common. A table has one entry for each method of an interface.
import type { Kind } from "../options/kinds.js";

/** Methods that another process can call: each has one argument, and answers later. */
export type Callable<Control> = { readonly [Name in keyof Control]: (argument: never) => Promise<unknown> };

export type ArgumentOf<Control extends Callable<Control>, Name extends keyof Control> = Parameters<
  Control[Name]
>[0];
export type AnswerOf<Control extends Callable<Control>, Name extends keyof Control> = Awaited<
  ReturnType<Control[Name]>
>;

/** The kinds that check the argument and the answer of a call, and its limits over HTTP. */
export interface Call<Argument, Answer, Field extends string = keyof Argument & string> {
  readonly argument: Kind<Argument>;
  readonly answer: Kind<Answer>;
  /** The field of the argument that has bytes. Over HTTP it is the body of the request. */
  readonly bytes?: Field;
  /** How many bytes its answer may have. Default: 1 MiB. */
  readonly mostAnswerBytes?: number;
}

/** All calls of an interface. If one is missing, the code does not compile. */
export type CallTable<Control extends Callable<Control>> = {
  readonly [Name in keyof Control]: Call<ArgumentOf<Control, Name>, AnswerOf<Control, Name>>;
};

/** A call of any table. */
export type AnyCall = Call<object, unknown, string>;

/** Implements all calls of a table with one function, which sends a call's name and argument. */
export function controlOver<Control extends Callable<Control>>(
  calls: CallTable<Control>,
  send: (name: keyof Control & string, argument: object) => Promise<unknown>,
): Control {
  const methods = Object.keys(calls).map((name) => [
    name,
    (argument: object) => send(name as keyof Control & string, argument),
  ]);
  return Object.fromEntries(methods) as Control;
}

/** Makes a call in this process. */
export function answerCall<Control extends Callable<Control>>(
  control: Control,
  name: keyof Control,
  argument: object,
): Promise<unknown> {
  const method: (argument: never) => Promise<unknown> = control[name];
  return method.call(control, argument as never);
}
