import type {TableSchema} from "../tables/schema/column.ts";
import type {Dictionary} from "./dictionary.ts";
import {hashStep} from "./dictionary.ts";
import {type Block, fieldOf, nullOf, type RecordLayout} from "./layout.ts";

const COMMA = 44;
const LINE_FEED = 10;
const RETURN = 13;
const MINUS = 45;
const POINT = 46;
const QUOTE = 34;
const ZERO = 48;
const NINE = 57;
/** So many digits make a whole number that a double holds exactly, and so many tens divide it with one rounding. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({length: EXACT_DIGITS + 1}, (_, i) => 10 ** i);

interface Cell {
  readonly type: "Int8" | "Int16" | "Int32" | "Float64" | "Uint16";
  readonly offset: number;
  readonly nothing: number;
  readonly dictionary: Dictionary | undefined;
}

/** Decodes lines of a checked CSV file to records. */
export class CsvDecoder {
  /** Where the last decoded number or text ended. */
  private at = 0;
  private readonly cells: readonly Cell[];

  /** @param source the table that the file holds; fields of the layout that it lacks are left as they are */
  constructor(
    source: TableSchema,
    private readonly layout: RecordLayout,
    dictionaries: ReadonlyMap<string, Dictionary>
  ) {
    this.cells = source.columns.map(({name}) => {
      const {type, offset} = fieldOf(layout, name);
      return {type, offset, nothing: nullOf(type), dictionary: dictionaries.get(name)};
    });
  }

  /**
   * Decodes whole lines bytes[from, to) until the block is full.
   * @returns how many records were written, and the position behind the last line decoded
   */
  decode(bytes: Uint8Array, from: number, to: number, block: Block): {records: number; next: number} {
    const {width} = this.layout;
    const capacity = block.buffer.byteLength / width;
    this.at = from;
    let records = 0;
    for (; records < capacity && this.at < to; records++) this.decodeLine(bytes, block, records * width);
    return {records, next: this.at};
  }

  private decodeLine(bytes: Uint8Array, block: Block, base: number): void {
    for (let c = 0; c < this.cells.length; c++) {
      const {type, offset, nothing, dictionary} = this.cells[c]!;
      const byte = bytes[this.at]!;
      const isEmpty = byte === COMMA || byte === LINE_FEED || byte === RETURN;
      const place = base + offset;
      if (type === "Float64") block.float64[place >> 3] = isEmpty ? Number.NaN : this.decodeNumber(bytes);
      else if (type === "Uint16") {
        block.uint16[place >> 1] = isEmpty ? nothing : this.decodeText(bytes, dictionary!);
      } else {
        const value = isEmpty ? nothing : this.decodeInteger(bytes);
        if (type === "Int8") block.int8[place] = value;
        else if (type === "Int16") block.int16[place >> 1] = value;
        else block.int32[place >> 2] = value;
      }
      if (bytes[this.at] === RETURN) this.at++;
      this.at++;
    }
  }

  private decodeInteger(bytes: Uint8Array): number {
    let at = this.at;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at++;
    let value = 0;
    let byte = bytes[at]!;
    for (; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) value = value * 10 + (byte - ZERO);
    while (byte !== COMMA && byte !== LINE_FEED && byte !== RETURN) byte = bytes[++at]!;
    this.at = at;
    return isNegative ? -value : value;
  }

  private decodeNumber(bytes: Uint8Array): number {
    const start = this.at;
    let at = start;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at++;
    const first = at;
    let value = 0;
    let byte = bytes[at]!;
    for (; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) value = value * 10 + (byte - ZERO);
    let digits = at - first;
    let decimals = 0;
    if (byte === POINT) {
      const point = at;
      byte = bytes[++at]!;
      for (; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) value = value * 10 + (byte - ZERO);
      decimals = at - point - 1;
      digits += decimals;
    }
    const isPlain = byte === COMMA || byte === LINE_FEED || byte === RETURN;
    if (!isPlain || digits > EXACT_DIGITS) return this.decodeByText(bytes, start, at);
    this.at = at;
    if (decimals > 0) value /= POWERS[decimals]!;
    return isNegative ? -value : value;
  }

  private decodeByText(bytes: Uint8Array, start: number, from: number): number {
    let end = from;
    while (bytes[end] !== COMMA && bytes[end] !== LINE_FEED && bytes[end] !== RETURN) end++;
    this.at = end;
    return Number(String.fromCharCode(...bytes.subarray(start, end)));
  }

  private decodeText(bytes: Uint8Array, dictionary: Dictionary): number {
    let at = this.at;
    if (bytes[at] === QUOTE) return this.decodeQuoted(bytes, dictionary);
    let hash = 0;
    let byte = bytes[at]!;
    for (; byte !== COMMA && byte !== LINE_FEED && byte !== RETURN; byte = bytes[++at]!)
      hash = hashStep(hash, byte);
    const code = dictionary.codeOfBytes(bytes, this.at, at, hash);
    this.at = at;
    return code;
  }

  /** Decodes `"a ""b"""` by text; an empty pair of quotes is an empty text. */
  private decodeQuoted(bytes: Uint8Array, dictionary: Dictionary): number {
    const start = this.at + 1;
    let end = start;
    while (bytes[end] !== QUOTE || bytes[end + 1] === QUOTE) end += bytes[end] === QUOTE ? 2 : 1;
    this.at = end + 1;
    return dictionary.codeOfText(new TextDecoder().decode(bytes.subarray(start, end)).replaceAll('""', '"'));
  }
}
