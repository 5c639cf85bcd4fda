import { join, type Markdown, md } from "../markdown.ts";

/**
 * One part of a comment, in the order in which it is read. `rank`: who gets room first, from 0; null: never cut, so it has to be
 * short by itself. `render` gives what fits into so many characters, at worst something short; `cut` says in words what is missing.
 */
export type Section =
  | { readonly kind: "part"; readonly rank: number | null; readonly render: (room: number) => Fitted }
  /** Where it is told what was cut; nothing while nothing is. */
  | { readonly kind: "notice"; readonly render: (cuts: readonly Markdown[]) => Markdown };

export type Fitted = { readonly text: Markdown; readonly cut: Markdown | null };

/** One of the faces of a comment. */
export type Face = { readonly sections: readonly Section[]; readonly badness: number; readonly hasSomethingToSay: boolean };

/** A part that is never cut. */
export function always(text: Markdown): Section {
  return { kind: "part", rank: null, render: () => ({ text, cut: null }) };
}

/** A part in shorter and shorter versions. Where not even the last one fits, it is that one. */
export function versions(rank: number, first: Fitted, ...shorter: readonly (() => Fitted)[]): Section {
  return {
    kind: "part",
    rank,
    render: (room) => {
      let version = first;
      for (const next of shorter) {
        if (version.text.length <= room) break;
        version = next();
      }
      return version;
    },
  };
}

/** A part that is whole or not there. */
export function wholeOrNot(rank: number, text: Markdown, what: Markdown): Section {
  return versions(rank, { text, cut: null }, () => ({ text: md``, cut: what }));
}

/** The parts one after the other, a blank line between them, not longer than `limit`. */
export function fitSections(sections: readonly Section[], limit: number): string {
  const whole = compose(sections, () => Number.POSITIVE_INFINITY);
  return whole.length <= limit ? whole : squeeze(sections, limit);
}

/** Enough for what is never cut of a face, with ordinary names. */
const leastOfFace = 1300;
const usualHeading = 150;

/** Faces one after the other, the most important one first. What has no room keeps its heading, and at the end its number. */
export function fitTargets(faces: readonly Face[], limit: number): string {
  const texts: string[] = [];
  const everyHeadingFits = faces.length * (usualHeading + 1) <= limit;
  let onlyHeadings = false;
  let left = limit;
  let bare = 0;
  for (const [index, { sections }] of faces.entries()) {
    const after = faces.length - index - 1;
    const enough = left - after * (leastOfFace + 1);
    const spare = left - after * (usualHeading + 1);
    const fitted = fitSections(sections, enough >= leastOfFace ? enough : Math.min(leastOfFace, spare));
    onlyHeadings ||= everyHeadingFits && fitted.length > spare;
    const heading = fitSections(sections.slice(0, 1), 0);
    const rest = md`${faces.length - index} more targets have no room here: see the summary of the run.\n`;
    const text =
      [...(onlyHeadings ? [] : [fitted]), heading].find(({ length }) => length <= left - (after === 0 ? 0 : rest.length + 1)) ??
      rest;
    texts.push(text);
    left -= text.length + 1;
    if (text === rest) return texts.join("\n");
    if (text === heading) bare++;
  }
  const said = md`Of ${bare} targets only the heading has room here: see the summary of the run.\n`;
  return [...texts, ...(bare > 0 && said.length <= left ? [said] : [])].join("\n");
}

/** Everybody gets the least; what is left goes to the lowest rank first. Where even the least is too much, the highest ranks go. */
function squeeze(sections: readonly Section[], limit: number): string {
  const rooms = new Map<Section, number>();
  const roomOf = (section: Section) => rooms.get(section) ?? 0;
  const ranked = sections
    .flatMap((section) => (section.kind === "part" && section.rank !== null ? [{ section, rank: section.rank }] : []))
    .toSorted((a, b) => a.rank - b.rank);
  let left = limit - slack - compose(sections, roomOf).length;
  for (const { section } of ranked) {
    const least = section.render(0).text.length;
    const room = least + Math.max(0, left);
    rooms.set(section, room);
    left -= section.render(room).text.length - least;
  }
  const squeezed = compose(sections, roomOf);
  const last = ranked.at(-1)?.section;
  if (squeezed.length <= limit || last === undefined) return squeezed;
  return squeeze(
    sections.map((section) => (section === last ? leftOut(last) : section)),
    limit,
  );
}

/** A notice of another cut may be some words longer. */
const slack = 200;

function leftOut(section: Extract<Section, { readonly kind: "part" }>): Section {
  const { cut } = section.render(0);
  return { kind: "part", rank: null, render: () => ({ text: md``, cut: cut ?? md`what is short` }) };
}

function compose(sections: readonly Section[], roomOf: (section: Section) => number): string {
  const fitted = sections.map((section) => (section.kind === "part" ? section.render(roomOf(section)) : null));
  const cuts = fitted.flatMap((part) => (part === null || part.cut === null ? [] : [part.cut]));
  const texts = sections.map((section, index) =>
    section.kind === "part" ? (fitted[index]?.text ?? md``) : cuts.length === 0 ? md`` : section.render(cuts),
  );
  return join(
    texts.filter((text) => text !== ""),
    "\n",
  );
}
