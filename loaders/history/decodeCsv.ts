import type {TableSchema} from "../tables/schema/column.ts";
import type {Dictionary} from "./dictionary.ts";
import {hashStep} from "./dictionary.ts";
import {type Block, type FieldType, fieldOf, nullOf, type RecordLayout} from "./layout.ts";

const COMMA = 44;
const LINE_FEED = 10;
const RETURN = 13;
const MINUS = 45;
const POINT = 46;
const QUOTE = 34;
/** So many digits make a whole number that a double holds exactly, and so many tens divide it with one rounding. */
const EXACT_DIGITS = 15;
const POWERS = Float64Array.from({length: EXACT_DIGITS + 1}, (_, i) => 10 ** i);

const KINDS: readonly FieldType[] = ["Int8", "Int16", "Int32", "Float64", "Uint16"];
const INT8 = 0;
const INT16 = 1;
const FLOAT64 = 3;
const UINT16 = 4;

/**
 * Decodes lines of a checked CSV file to records. One long loop over numbers, because it runs once for each
 * byte of the raw tables.
 */
export class CsvDecoder {
  private readonly kinds: Uint8Array;
  private readonly offsets: Int32Array;
  private readonly nothing: Int32Array;
  private readonly dictionaries: readonly (Dictionary | undefined)[];
  /** Where the cell ended that was decoded last by one of the slower methods. */
  private end = 0;

  /** @param source the table that the file holds; fields of the layout that it lacks are left as they are */
  constructor(
    source: TableSchema,
    private readonly layout: RecordLayout,
    dictionaries: ReadonlyMap<string, Dictionary>
  ) {
    const fields = source.columns.map(({name}) => fieldOf(layout, name));
    this.kinds = Uint8Array.from(fields, ({type}) => KINDS.indexOf(type));
    this.offsets = Int32Array.from(fields, ({offset}) => offset);
    this.nothing = Int32Array.from(fields, ({type}) => nullOf(type));
    this.dictionaries = source.columns.map(({name}) => dictionaries.get(name));
  }

  /**
   * Decodes whole lines bytes[from, to) until the block is full.
   * @returns how many records were written, and the position behind the last line decoded
   */
  decode(bytes: Uint8Array, from: number, to: number, block: Block): {records: number; next: number} {
    const {kinds, offsets, nothing} = this;
    const {width} = this.layout;
    const {int8, int16, int32, float64, uint16} = block;
    const capacity = block.buffer.byteLength / width;
    let at = from;
    let records = 0;
    for (; records < capacity && at < to; records++) {
      const base = records * width;
      for (let c = 0; c < kinds.length; c++) {
        const kind = kinds[c]!;
        const place = base + offsets[c]!;
        let byte = bytes[at]!;
        const isEmpty = byte === COMMA || byte === LINE_FEED || byte === RETURN;
        if (kind === UINT16) {
          uint16[place >> 1] = isEmpty ? nothing[c]! : this.decodeText(bytes, at, this.dictionaries[c]!);
          if (!isEmpty) at = this.end;
        } else if (isEmpty) {
          if (kind === FLOAT64) float64[place >> 3] = Number.NaN;
          else if (kind === INT8) int8[place] = nothing[c]!;
          else if (kind === INT16) int16[place >> 1] = nothing[c]!;
          else int32[place >> 2] = nothing[c]!;
        } else {
          const start = at;
          const isNegative = byte === MINUS;
          if (isNegative) byte = bytes[++at]!;
          const first = at;
          let value = 0;
          for (; (byte - 48) >>> 0 < 10; byte = bytes[++at]!) value = value * 10 + (byte - 48);
          if (kind === FLOAT64) {
            let digits = at - first;
            let decimals = 0;
            if (byte === POINT) {
              byte = bytes[++at]!;
              const point = at;
              for (; (byte - 48) >>> 0 < 10; byte = bytes[++at]!) value = value * 10 + (byte - 48);
              decimals = at - point;
              digits += decimals;
            }
            if (digits > EXACT_DIGITS || (byte !== COMMA && byte !== LINE_FEED && byte !== RETURN)) {
              float64[place >> 3] = this.decodeNumber(bytes, start);
              at = this.end;
            } else {
              if (decimals > 0) value /= POWERS[decimals]!;
              float64[place >> 3] = isNegative ? -value : value;
            }
          } else {
            while (byte !== COMMA && byte !== LINE_FEED && byte !== RETURN) byte = bytes[++at]!;
            if (isNegative) value = -value;
            if (kind === INT8) int8[place] = value;
            else if (kind === INT16) int16[place >> 1] = value;
            else int32[place >> 2] = value;
          }
        }
        if (bytes[at] === RETURN) at++;
        at++;
      }
    }
    return {records, next: at};
  }

  /** Decodes a number with an exponent or many digits. */
  private decodeNumber(bytes: Uint8Array, start: number): number {
    this.end = endOfCell(bytes, start);
    return Number(String.fromCharCode(...bytes.subarray(start, this.end)));
  }

  private decodeText(bytes: Uint8Array, start: number, dictionary: Dictionary): number {
    if (bytes[start] === QUOTE) return this.decodeQuoted(bytes, start + 1, dictionary);
    let at = start;
    let hash = 0;
    let byte = bytes[at]!;
    for (; byte !== COMMA && byte !== LINE_FEED && byte !== RETURN; byte = bytes[++at]!)
      hash = hashStep(hash, byte);
    this.end = at;
    return dictionary.codeOfBytes(bytes, start, at, hash);
  }

  /** Decodes `"a ""b"""` by text; the quotes around it are not part of it. */
  private decodeQuoted(bytes: Uint8Array, start: number, dictionary: Dictionary): number {
    let at = start;
    while (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE) at += bytes[at] === QUOTE ? 2 : 1;
    this.end = at + 1;
    return dictionary.codeOfText(new TextDecoder().decode(bytes.subarray(start, at)).replaceAll('""', '"'));
  }
}

function endOfCell(bytes: Uint8Array, start: number): number {
  let end = start;
  while (bytes[end] !== COMMA && bytes[end] !== LINE_FEED && bytes[end] !== RETURN) end++;
  return end;
}
