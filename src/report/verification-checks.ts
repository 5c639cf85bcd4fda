import type { Verification } from "../verification.ts";

/** `look`: does not count against the verdict, but a person should know. `none`: nothing was checked, and that is never called good. */
export type VerificationCheck = {
  readonly id: "structure" | "history" | "unfinished" | "extensions" | "rows" | "command" | "second-plan";
  readonly what: string;
  readonly state: "good" | "bad" | "look" | "none";
  /** What was seen, without a full stop. */
  readonly seen: string;
  /** The same in a few words of ours, for the first line of a report. */
  readonly brief: string;
};

/** Everything that was compared with the plan's promise, and what could not be. */
export function checkVerification(verification: Verification): readonly VerificationCheck[] {
  return [
    { id: "structure", what: "Structure", ...structure(verification) },
    { id: "history", what: "Migration history", ...history(verification) },
    { id: "unfinished", what: "Invalid indexes, constraints not validated", ...unfinished(verification) },
    { id: "extensions", what: "Objects of extensions", ...extensions(verification) },
    { id: "rows", what: "Rows", ...rows(verification) },
    { id: "command", what: "Verify command", ...command(verification) },
    { id: "second-plan", what: "A second plan", ...secondPlan(verification) },
  ];
}

type Seen = Pick<VerificationCheck, "state" | "seen" | "brief">;

function good(seen: string): Seen {
  return { state: "good", seen, brief: "" };
}

function none(seen: string): Seen {
  return { state: "none", seen, brief: "" };
}

function structure({ differences, elsewhere, equal }: Verification): Seen {
  const others =
    elsewhere.length === 0
      ? ""
      : `; ${counted(elsewhere.length, "other object")} changed since the plan was made, by somebody else`;
  const number = differences.length;
  if (number === 0) return good(`${counted(equal, "object")} as promised${others}`);
  const brief = `${counted(number, "object")} ${number === 1 ? "differs" : "differ"}`;
  return { state: "bad", seen: `${brief}, ${equal.toLocaleString("en-US")} as promised${others}`, brief };
}

function history({ history: all, strategy }: Verification): Seen {
  const wrong = all.filter(({ ok }) => !ok);
  const [first] = wrong;
  if (first !== undefined) {
    const brief = `${counted(wrong.length, "migration")} not recorded as applied`;
    return { state: "bad", seen: `${brief}: ${first.migration}: ${bare(first.message)}${more(wrong.length)}`, brief };
  }
  if (all.length > 0) return good(`${counted(all.length, "migration")} recorded as applied`);
  return none(
    strategy === "migrate" ? "nothing to check: the plan holds no migration" : `nothing to check: ${strategy} keeps no history`,
  );
}

function unfinished({ unfinished: all }: Verification): Seen {
  const broken = all.filter(({ promised }) => !promised);
  const [first] = broken;
  if (first !== undefined) {
    const brief = `${counted(broken.length, "index or constraint", "indexes or constraints")} left invalid`;
    return { state: "bad", seen: `${first.object}: ${bare(first.what)}${more(broken.length)}`, brief };
  }
  return good(all.length === 0 ? "none on what the plan touches" : `only what the plan itself leaves so (${all.length})`);
}

function extensions({ extensions: all }: Verification): Seen {
  if (all.length === 0) return none("nothing to check: there are no extensions");
  const known = all.filter(({ before }) => before !== null);
  const moved = known.filter(({ before, after }) => before !== after);
  const [first] = moved;
  if (first !== undefined) {
    const seen = `${first.name}: ${first.before ?? 0} before, ${first.after ?? 0} now${more(moved.length)}`;
    return { state: "look", seen, brief: "objects of extensions" };
  }
  if (known.length === 0) return none("not checked: it is not known how many there were before");
  const rest = all.length - known.length;
  return good(`as many as before in ${counted(known.length, "extension")}${rest === 0 ? "" : `; not known of ${rest} more`}`);
}

function rows({ rows: all }: Verification): Seen {
  if (all.length === 0) return none("nothing to check: no table that the plan touches is there");
  const compared = all.filter((row) => rowsGone(row) !== null);
  const fewer = compared.filter((row) => (rowsGone(row) ?? 0) > 0);
  const rest = all.length - compared.length;
  const uncompared = rest === 0 ? "" : `; ${counted(rest, "table")} could not be compared`;
  const [first] = fewer;
  if (first !== undefined)
    return { state: "look", seen: `fewer than before in ${first.table}${more(fewer.length)}${uncompared}`, brief: "fewer rows" };
  if (compared.length === 0) return none("not checked: there is no count from before to compare with");
  return good(`no fewer than before in ${counted(compared.length, "table")}${uncompared}`);
}

/** How many rows fewer than before, by counts or estimates; null where there are not two numbers. */
export function rowsGone({ rows: after, before }: Verification["rows"][number]): number | null {
  return after === null || before === null || before.rows === null ? null : before.rows - after;
}

function command({ command: result }: Verification): Seen {
  if (result === null) return none("not checked: none was given (--verify-command)");
  const seen = `${result.command}: exit status ${result.exitCode}`;
  return result.exitCode === 0 ? good(seen) : { state: "bad", seen, brief: `the verify command failed with ${result.exitCode}` };
}

function secondPlan({ secondPlan: second, outcome }: Verification): Seen {
  switch (second.outcome) {
    case "empty":
      return good("is empty");
    case "not-empty": {
      const statements = counted(second.statements.length, "statement");
      return { state: "bad", seen: `is not empty: ${statements}`, brief: `a second plan has ${statements}` };
    }
    case "blocked": {
      const [first] = second.reasons;
      const why = first === undefined ? "" : `: ${bare(first.message)}${more(second.reasons.length)}`;
      return { state: outcome === "diverged" ? "bad" : "look", seen: `is blocked${why}`, brief: "a second plan is blocked" };
    }
    case "not-checked":
      return none(`not checked: ${bare(second.reason)}`);
  }
}

function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}

function more(number: number): string {
  return number > 1 ? `, and ${number - 1} more` : "";
}

/** A sentence that goes on in ours. */
function bare(sentence: string): string {
  return sentence.trim().replace(/\.+$/, "");
}
