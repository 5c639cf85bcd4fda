/** Fields of an ErrorResponse or NoticeResponse (https://www.postgresql.org/docs/current/protocol-error-fields.html), as pg hands them over. */
export type ServerFields = { readonly [Field in "constraint" | "table" | "column" | "routine" | "message"]?: string | undefined };

/** A notice of the server, unless the migration's own code raised it: that may quote rows. */
export function noticeText(notice: ServerFields): string {
  return raisedByCode(notice)
    ? "a notice raised by code in the database (not shown: it may quote rows)"
    : oneLine(notice.message ?? "");
}

/** Whether it comes from RAISE in a function: then all its texts may be anything. */
export function raisedByCode({ routine }: ServerFields): boolean {
  return routine === "exec_stmt_raise";
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
