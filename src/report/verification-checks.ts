import type { Verification } from "../verification.ts";

/** `look`: does not count against the verdict, and a person should know. `none`: not checked, which is never called good. */
export type VerificationCheck = {
  readonly what: string;
  readonly state: "good" | "bad" | "look" | "none";
  /** One sentence of what was seen, without its full stop. */
  readonly seen: string;
};

/** Everything that was compared with the plan's promise, and what could not be. */
export function checkVerification(verification: Verification): readonly VerificationCheck[] {
  return [
    structure(verification),
    history(verification),
    unfinished(verification),
    extensions(verification),
    rows(verification),
    command(verification),
    secondPlan(verification),
  ];
}

function structure({ differences, elsewhere, equal }: Verification): VerificationCheck {
  const what = "Structure";
  const others = elsewhere.length === 0 ? "" : `; ${objects(elsewhere.length)} elsewhere changed since the plan was made`;
  if (differences.length > 0)
    return { what, state: "bad", seen: `${objects(differences.length)} not as promised, ${objects(equal)} as promised${others}` };
  return { what, state: "good", seen: `${objects(equal)} as promised${others}` };
}

function history({ history: all, strategy }: Verification): VerificationCheck {
  const what = "Migration history";
  const wrong = all.filter(({ ok }) => !ok);
  if (all.length === 0)
    return { what, state: "none", seen: strategy === "migrate" ? "the plan holds no migration" : `${strategy} keeps no history` };
  const [first] = wrong;
  if (first !== undefined)
    return {
      what,
      state: "bad",
      seen: `${wrong.length} of ${migrations(all.length)} not as it should be: ${first.migration}: ${bare(first.message)}`,
    };
  return { what, state: "good", seen: `${migrations(all.length)} recorded as applied` };
}

function unfinished({ unfinished: all }: Verification): VerificationCheck {
  const what = "Invalid indexes, constraints not validated";
  const broken = all.filter(({ promised }) => !promised);
  const [first] = broken;
  if (first !== undefined)
    return { what, state: "bad", seen: `${broken.length}: ${first.object} ${bare(first.what)}${more(broken.length)}` };
  if (all.length > 0) return { what, state: "good", seen: `only what the plan itself leaves so (${all.length})` };
  return { what, state: "good", seen: "none on what the plan touches" };
}

function extensions({ extensions: all }: Verification): VerificationCheck {
  const what = "Objects of extensions";
  if (all.length === 0) return { what, state: "none", seen: "there are no extensions" };
  const known = all.filter(({ before }) => before !== null);
  const moved = known.filter(({ before, after }) => before !== after);
  const [first] = moved;
  if (first !== undefined)
    return {
      what,
      state: "look",
      seen: `${first.name}: ${first.before} before, ${first.after ?? "none"} now${more(moved.length)}`,
    };
  if (known.length === 0) return { what, state: "none", seen: "it is not known how many there were before" };
  const rest = all.length - known.length;
  return {
    what,
    state: "good",
    seen: `as many as before, in ${known.length === 1 ? "1 extension" : `${known.length} extensions`}${rest === 0 ? "" : `; not known of ${rest} more`}`,
  };
}

function rows({ rows: all }: Verification): VerificationCheck {
  const what = "Rows";
  if (all.length === 0) return { what, state: "none", seen: "the plan touches no table that has rows" };
  const compared = all.flatMap((after) => (rowsGone(after) === null ? [] : [after]));
  const fewer = compared.filter((after) => (rowsGone(after) ?? 0) > 0);
  const [first] = fewer;
  const rest = all.length - compared.length;
  const uncompared = rest === 0 ? "" : `; ${tables(rest)} could not be compared`;
  if (first !== undefined)
    return {
      what,
      state: "look",
      seen: `${tables(fewer.length)} with fewer rows than before, ${first.table} first${uncompared}`,
    };
  if (compared.length === 0) return { what, state: "none", seen: "there is no count from before to compare with" };
  return { what, state: "good", seen: `no fewer than before in ${tables(compared.length)}${uncompared}` };
}

/** How many rows fewer than before, by counts or estimates; null where there are not two numbers. */
export function rowsGone({ rows: after, before }: Verification["rows"][number]): number | null {
  return after === null || before === null || before.rows === null ? null : before.rows - after;
}

function command({ command: result }: Verification): VerificationCheck {
  const what = "Your own check";
  if (result === null) return { what, state: "none", seen: "no --verify-command was given" };
  return { what, state: result.exitCode === 0 ? "good" : "bad", seen: `${result.command}: exit status ${result.exitCode}` };
}

function secondPlan({ secondPlan: second, outcome }: Verification): VerificationCheck {
  const what = "A second plan";
  switch (second.outcome) {
    case "empty":
      return { what, state: "good", seen: "is empty" };
    case "not-empty":
      return {
        what,
        state: "bad",
        seen: `has ${second.statements.length === 1 ? "1 statement" : `${second.statements.length} statements`}`,
      };
    case "blocked": {
      const [first] = second.reasons;
      const seen = `can't be made${first === undefined ? "" : `: ${bare(first.message)}`}${more(second.reasons.length)}`;
      return { what, state: outcome === "diverged" ? "bad" : "look", seen };
    }
    case "not-checked":
      return { what, state: "none", seen: bare(second.reason) };
  }
}

function more(number: number): string {
  return number > 1 ? `, and ${number - 1} more` : "";
}

/** A sentence that goes on in ours. */
function bare(sentence: string): string {
  return sentence.trim().replace(/\.+$/, "");
}

function objects(number: number): string {
  return number === 1 ? "1 object" : `${number.toLocaleString("en-US")} objects`;
}

function migrations(number: number): string {
  return number === 1 ? "1 migration" : `${number} migrations`;
}

function tables(number: number): string {
  return number === 1 ? "1 table" : `${number} tables`;
}
