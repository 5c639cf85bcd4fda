import { UserError } from "../errors.ts";
import type { Inputs } from "../inputs.ts";
import { detectSource } from "./detect.ts";
import type { SourceProject } from "./source.ts";

/** The project of the working directory. Throws UserError `invalid-source` when it is needed and not there. */
export async function openSource(inputs: Inputs, need: { readonly required: true }): Promise<SourceProject>;
export async function openSource(inputs: Inputs, need: { readonly required: boolean }): Promise<SourceProject | null>;
export async function openSource(inputs: Inputs, need: { readonly required: boolean }): Promise<SourceProject | null> {
  const request = { workingDirectory: inputs.workingDirectory, schema: inputs.schema, migrations: inputs.migrations };
  const project = await detectSource(request, inputs.source);
  if (project === null && need.required) {
    throw new UserError(
      "invalid-source",
      `No Prisma schema was found in ${inputs.workingDirectory}.`,
      "Run it in the folder of the service, pass --working-directory, or name the schema with --schema prisma/schema.prisma.",
    );
  }
  return project;
}
