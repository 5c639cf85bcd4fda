import type { Checked } from "../pipeline.ts";
import { bullets, code, count, fill, join, type Markdown, md, table, text } from "./markdown.ts";
import { engineTitle, footer } from "./parts.ts";

/** 00: the database we talk to, the proof that nothing is written, and what the role may see. */
export function renderConnection(checked: Checked, template: string): string {
  const { facts } = checked;
  return fill(template, {
    environment: text(checked.inputs.environment ?? ""),
    verdict: verdict(checked),
    summary: summary(checked),
    proof: bullets(checked.connection.readOnlyProof.map(text)),
    permissions: permissions(facts.permissions),
    schemas: schemas(checked),
    extensions: extensions(checked),
    notes: facts.notes.length === 0 ? md`` : md`## Worth knowing\n\n${bullets(facts.notes.map(text))}`,
    footer: footer(checked),
  });
}

function verdict({ connection, facts, instead }: Checked): Markdown {
  if (instead !== null) return notConnected(instead);
  const missing = facts.permissions.filter(({ ok }) => !ok).length;
  const where = md`${code(connection.display)} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)})`;
  if (missing === 0) return md`✅ Connected to ${where}, read-only. The role may read everything that is needed.`;
  return md`⚠️ Connected to ${where}, read-only, but ${count(missing, "permission is", "permissions are")} missing: the comparison is incomplete without.`;
}

function notConnected(instead: NonNullable<Checked["instead"]>): Markdown {
  switch (instead.kind) {
    case "record":
      return md`ℹ️ Not connected: this is the record of ${text(instead.at)}, and what it says of the connection was seen then.`;
    case "migrations":
      return md`ℹ️ Not connected: this is what the migrations of ${code(instead.of)} make.`;
  }
}

function summary(checked: Checked): Markdown {
  const { connection, facts, inputs, scope } = checked;
  const rows: (readonly [Markdown, Markdown])[] = [
    [md`Database`, md`${code(connection.database)}, identity ${code(connection.identity.slice(0, 12))}`],
    [md`URL from`, code(inputs.urlFrom)],
    [
      md`Server`,
      text(
        `${engineTitle(connection)} ${connection.serverVersion}, ${facts.encoding}${facts.collation === "" ? "" : `, ${facts.collation}`}`,
      ),
    ],
    [md`Encryption`, text(connection.encryption.description)],
    [md`Route`, text(connection.route.description)],
  ];
  if (connection.user !== null)
    rows.push([md`Role`, md`${code(connection.user)}${facts.superuser ? md` (a superuser: a reading role is enough)` : md``}`]);
  if (scope.include.length > 0) rows.push([md`Schemas compared`, join(scope.include.map(code), ", ")]);
  return table([md`What`, md`Seen`], rows);
}

function permissions(found: Checked["facts"]["permissions"]): Markdown {
  if (found.length === 0) return md`Files have no permissions of their own: whoever can read the file can read all of it.\n`;
  const rows = found.map(({ what, ok, detail }) => [ok ? md`✅` : md`❌`, text(what), text(detail)]);
  const grants = found.flatMap(({ grant }) => (grant === null ? [] : [grant]));
  const mend = grants.length === 0 ? md`` : md`\nTo mend it, run as the owner:\n\n${sqlBlock(grants)}`;
  return md`${table([md``, md`What`, md`Detail`], rows)}${mend}`;
}

function sqlBlock(statements: readonly string[]): Markdown {
  return join([
    md`\`\`\`sql\n`,
    ...statements.map((statement) => `${statement};\n`.replaceAll(";;", ";") as Markdown),
    md`\`\`\`\n`,
  ]);
}

function schemas({ facts, scope }: Checked): Markdown {
  if (facts.schemas.length === 0) return md`This engine has no schemas: the whole file is compared.\n`;
  const rows = facts.schemas.map((schema) => [
    code(schema.name),
    count(schema.tables, "table"),
    schema.inScope ? md`compared` : md`not compared`,
    schema.madeBy === null ? md`` : md`made by extension ${code(schema.madeBy)}`,
  ]);
  const made = facts.schemas.filter((schema) => schema.madeBy !== null && schema.inScope);
  const advice =
    made.length === 0
      ? md``
      : md`\n${join(
          made.map(({ name }) => code(name)),
          ", ",
        )}: an extension made this schema. Leave it out of the scope: \`--exclude-schemas ${join(
          made.map(({ name }) => text(name)),
          ",",
        )}\`, or write the scope into the configuration (templates/schema-scope-config.md, docs/handling-extensions.md).\n`;
  const others = facts.schemas.some((schema) => !schema.inScope && schema.madeBy === null);
  const hint = others && scope.include.length > 0 ? md`\nOther schemas are compared with \`--include-schemas\`.\n` : md``;
  return md`${table([md`Schema`, md`Holds`, md`Scope`, md``], rows)}${advice}${hint}`;
}

function extensions({ facts }: Checked): Markdown {
  if (facts.extensions.length === 0) return md`None.\n`;
  const rows = facts.extensions.map((extension) => [
    code(extension.name),
    text(extension.version),
    code(extension.schema),
    md`${count(extension.objects, "object")}${extension.examples.length === 0 ? md`` : md`: ${join(extension.examples.slice(0, 3).map(code), ", ")}`}`,
  ]);
  return md`${table([md`Extension`, md`Version`, md`Schema`, md`Brings`], rows)}\nWhat an extension owns is never compared and never part of a plan.\n`;
}
