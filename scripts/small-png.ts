import { crc32, deflateSync, inflateSync } from "node:zlib";

/** The same picture with at most 256 colours, a fraction of the size. For what a browser writes: 8 bits for each channel, not interlaced. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, colours } = decode(png);
  const palette = paletteOf(colours);
  const rows = Buffer.alloc(height * (width + 1));
  for (const [index, colour] of colours.entries()) rows[Math.floor(index / width) + index + 1] = palette.numberOf(colour);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits, with a palette.
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(palette.colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const data = deflateSync(rows, { level: 9 });
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", table),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

type Palette = { readonly colours: readonly number[]; readonly numberOf: (colour: number) => number };

/** The most frequent colours as they are, so that areas and text stay, and the rare ones that are like none of them; all others become the nearest. */
function paletteOf(pixels: Uint32Array): Palette {
  const times = new Map<number, number>();
  for (const colour of pixels) times.set(colour, (times.get(colour) ?? 0) + 1);
  const frequentFirst = [...times].toSorted(([a, many], [b, more]) => more - many || a - b).map(([colour]) => colour);
  const colours = frequentFirst.slice(0, 160);
  for (const colour of frequentFirst.slice(160))
    if (colours.length < 256 && distance(colour, colours[nearest(colour, colours)] ?? 0) > unlike) colours.push(colour);
  const numbers = new Map(frequentFirst.map((colour) => [colour, nearest(colour, colours)]));
  return { colours, numberOf: (colour) => numbers.get(colour) ?? 0 };
}

/** The square of the distance. */
const unlike = 24 ** 2;

function nearest(colour: number, colours: readonly number[]): number {
  const distances = colours.map((other) => distance(colour, other));
  return distances.indexOf(Math.min(...distances));
}

function distance(a: number, b: number): number {
  const of = (shift: number) => (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2;
  return of(16) + of(8) + of(0);
}

type Picture = { readonly width: number; readonly height: number; readonly colours: Uint32Array };

function decode(png: Buffer): Picture {
  const parts: Buffer[] = [];
  for (let at = signature.length; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const [width, height, depth, colourType, interlaced] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25], png[28]];
  if (depth !== 8 || interlaced !== 0 || (colourType !== 2 && colourType !== 6))
    throw new Error("This is no picture of a browser.");
  const channels = colourType === 6 ? 4 : 3;
  const bytes = unfilter(inflateSync(Buffer.concat(parts)), width * channels, channels);
  return {
    width,
    height,
    colours: Uint32Array.from({ length: width * height }, (_, index) => bytes.readUIntBE(index * channels, 3)),
  };
}

/** Each row begins with how it was written: as the difference to its neighbours on the left and above. */
function unfilter(raw: Buffer, rowLength: number, channels: number): Buffer {
  const rows = raw.length / (rowLength + 1);
  const pixels = Buffer.alloc(rows * rowLength);
  for (let row = 0; row < rows; row++) {
    const filter = raw[row * (rowLength + 1)] ?? 0;
    for (let column = 0; column < rowLength; column++) {
      const at = row * rowLength + column;
      const left = column < channels ? 0 : (pixels[at - channels] ?? 0);
      const above = row === 0 ? 0 : (pixels[at - rowLength] ?? 0);
      const corner = row === 0 || column < channels ? 0 : (pixels[at - rowLength - channels] ?? 0);
      pixels[at] = (raw[at + row + 1] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return pixels;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return Math.floor((left + above) / 2);
  return filter === 4 ? paeth(left, above, corner) : 0;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
