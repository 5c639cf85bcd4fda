import { UserError } from "./errors.ts";
import type { Inputs } from "./inputs.ts";
import type { Promotion } from "./plan/promotion.ts";

/** A command line has nothing that shows what another environment had: somebody says why it goes without, or it is not known. Throws UserError for a reason that nothing asks for. */
export function promotionOnCommandLine(inputs: Inputs, reason: string | null): Promotion {
  const environment = inputs.environment ?? "";
  const after = inputs.config.environments[environment]?.after ?? null;
  if (after === null && reason !== null)
    throw new UserError(
      "invalid-input",
      `--without-promotion says why ${environment} goes without another environment, and the configuration names none that comes first (after).`,
      "Leave it out.",
    );
  if (after === null) return { kind: "not-asked" };
  if (reason !== null) return { kind: "waived", after, reason };
  return {
    kind: "unknown",
    after,
    message: `The configuration wants the same files applied and verified in ${after} first (after), and nothing on a command line shows that.`,
    hint: "Apply it with the GitHub Action, which looks at the runs of the default branch; or say why it goes without: `schemagate apply … --without-promotion REASON`. It is recorded.",
  };
}
