import {tagOfText} from "./etag.ts";
import {parseShape, type ShapeQuery} from "./explanationShape.ts";
import {explanationBytes} from "./explanationText.ts";

/** An answer as UTF-8, and its tag. */
export interface WrittenAnswer {
  bytes: Buffer;
  etag: string;
}

/** Writes as much of an explanation as the query wants, which is read before anything is computed. @throws REQUEST_INVALID */
export function writeExplanation(query: ShapeQuery, compute: () => object): WrittenAnswer {
  const shape = parseShape(query);
  const explanation = compute();
  const bytes = shape ? Buffer.from(JSON.stringify(shape(explanation))) : explanationBytes(explanation);
  return {bytes, etag: tagOfText(bytes)};
}
