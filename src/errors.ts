/** Why a command did not do what was asked: the closed list that scripts may rely on (FORMATS.md). */
export const failureReasons = [
  "connection-failed",
  "permission-denied",
  "not-read-only",
  "unsupported-version",
  "invalid-source",
  "history-failed-state",
  "history-edited",
  "unknown-revision",
  "multiple-heads",
  "drift-detected",
  "plan-changed",
  "approval-missing",
  "environment-unprotected",
  "superseded",
  "promotion-missing",
  "destructive-not-allowed",
  "backup-missing",
  "policy",
  "not-understood",
  "target-mismatch",
  "plan-expired",
  "unsupported-format",
  "pooled-connection",
  "history-missing",
  "lock-busy",
  "lock-timeout",
  "apply-failed",
  "partially-applied",
  "verify-failed",
  "invalid-input",
] as const;

export type FailureReason = (typeof failureReasons)[number];

/**
 * Something the user can mend. Prints without a stack: `message` says what happened to which object, `hint` what to do next.
 * `reason` decides the exit status: `invalid-input` is 64, everything else 1 (or 3 where the outcome is "blocked").
 */
export class UserError extends Error {
  readonly reason: FailureReason;
  readonly hint: string | null;

  constructor(reason: FailureReason, message: string, hint: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.name = "UserError";
    this.reason = reason;
    this.hint = hint;
  }
}
