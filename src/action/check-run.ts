import { check } from "../pipeline.ts";
import { renderConnection } from "../report/connection.ts";
import { writeCheck } from "../task-log.ts";
import { type ActionRun, taskOf } from "./door.ts";

/** 00: whether the database can be reached from here, and what its role may see. Red where nothing could be compared. */
export async function runCheck(run: ActionRun): Promise<void> {
  const { door } = run;
  const checked = await check(await run.readInputs(), taskOf(run), run.tools);
  await writeCheck(run.folder, checked, run.templates, run.redact);
  await door.summarize(run.redact(renderConnection(checked, run.templates["00-connection-check"])));
  const missing = checked.facts.permissions.filter(({ ok }) => !ok);
  for (const { what, needed, detail, grant } of missing.slice(0, 10))
    door.annotate(needed ? "error" : "notice", [`${what}: ${detail}.`, ...(grant === null ? [] : [grant])].join("\n"), {
      title: `Schemagate: ${needed ? "permission-denied" : "a report could say more"}`,
    });
  const unusable = missing.some(({ needed }) => needed);
  door.output("outcome", unusable ? "failed" : "done");
  door.output("failure-reason", unusable ? "permission-denied" : "");
  door.output("has-changes", "false");
  door.output("report", run.folder);
  if (unusable) door.fail();
}
