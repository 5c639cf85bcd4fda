/** The Markdown frames of the task log, by name; read from `templates/` by the door that needs them. */
export type Templates = Readonly<Record<TemplateName, string>>;

export const templateNames = [
  "00-connection-check",
  "01-drift-report",
  "02-migration-plan",
  "03-execution-log",
  "04-verification",
] as const;
export type TemplateName = (typeof templateNames)[number];
