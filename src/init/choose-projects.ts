import { UserError } from "../errors.ts";
import type { FoundProject, FoundProjects } from "../source/find-projects.ts";

export type Chosen = {
  readonly projects: readonly FoundProject[];
  readonly leftOut: readonly { readonly folder: string; readonly message: string }[];
};

/** More are hardly databases of one repository; each would need two environments. */
const most = 20;

const aside = /(?:^|\/)(?:__tests__|__fixtures__|tests?|testdata|specs?|e2e|fixtures?|examples?|samples?|templates?)(?:\/|$)/i;

/** Leaves out what lies among tests and examples, as long as there is something else. Throws UserError where too many are left. */
export function chooseProjects({ projects, unusable }: FoundProjects): Chosen {
  const serious = projects.filter(({ folder }) => !aside.test(folder));
  const kept = serious.length > 0 ? serious : projects;
  if (kept.length > most)
    throw new UserError(
      "invalid-input",
      `There are ${kept.length} Prisma projects, ${kept
        .slice(0, 3)
        .map(({ folder }) => folder)
        .join(", ")} and others; init sets up ${most} at most.`,
      "Name the folder that is meant with --working-directory.",
    );
  const others = projects.filter((project) => !kept.includes(project));
  return {
    projects: kept,
    leftOut: [
      ...unusable.map(({ folder, error }) => ({ folder, message: error.message })),
      ...others.map(({ folder }) => ({
        folder,
        message: "it lies among tests or examples. If it is meant, name it with --working-directory.",
      })),
    ],
  };
}
