/** `20261121140900_add_nickname`, as `prisma migrate dev --name` makes it: the time in UTC and at most 200 characters of the summary. */
export function nameMigration(summary: string, now: Date): string {
  const time = now.toISOString().slice(0, 19).replace(/\D/g, "");
  const slug = summary
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 200);
  return slug === "" ? time : `${time}_${slug}`;
}
