import { constants } from "node:os";

export type Signals = {
  /** From here on a signal asks to stop instead of ending the process; a second one ends it. */
  readonly holdSignals: () => AbortSignal;
  /** A signal ends the process again. */
  readonly releaseSignals: () => void;
};

/**
 * A process that a signal ends tells nobody; one that exits takes its stand-ins and temporary files along. While a plan is executed
 * the first signal only asks to stop, and the second ends the process.
 */
export function watchSignals(): Signals {
  const stop = new AbortController();
  let held = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (held && !stop.signal.aborted) stop.abort();
      else process.exit(128 + constants.signals[signal]);
    });
  }
  return {
    holdSignals: () => {
      held = true;
      return stop.signal;
    },
    releaseSignals: () => {
      held = false;
    },
  };
}
