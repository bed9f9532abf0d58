import {type IncomingMessage, type Server, type ServerResponse, STATUS_CODES} from "node:http";
import type {Duplex} from "node:stream";
import {errorToProblem, ScorebookError} from "../../src/core/errors.ts";
import {cut} from "../../src/core/shown.ts";

/**
 * Answers with a problem what never becomes a request: what cannot be parsed, comes too slowly, expects what is not
 * offered or wants a tunnel. The connection is closed after it.
 */
export function answerProtocolErrors(server: Server, newId: () => string) {
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.prependListener("request", ({socket}: IncomingMessage, response: ServerResponse) => {
    answers.set(socket, response);
    response.once("close", () => answers.delete(socket));
  });
  server.removeAllListeners("clientError");
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const isAnswered = answers.get(socket)?.headersSent ?? false;
    if (!socket.writable || isAnswered || error.code === "ECONNRESET") socket.destroy();
    else end(socket, protocolError(error), newId());
  });
  server.on("connect", (_request, socket) => {
    end(socket, new ScorebookError("METHOD_NOT_ALLOWED", "This server opens no tunnels."), newId(), "GET");
  });
  server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) => {
    const problem = errorToProblem(
      new ScorebookError(
        "EXPECTATION_FAILED",
        `The request expects ${cut(String(request.headers.expect), 60)}; only 100-continue can be expected.`
      ),
      newId()
    );
    response.writeHead(problem.status, {
      "Content-Type": "application/problem+json",
      "X-Request-Id": problem.requestId,
      Connection: "close"
    });
    response.end(JSON.stringify(problem));
  });
}

/** Names what the parser of Node met. */
function protocolError({code = ""}: NodeJS.ErrnoException): ScorebookError {
  if (code === "HPE_HEADER_OVERFLOW")
    return new ScorebookError("HEADERS_TOO_LARGE", "Address and headers are larger than 16 KiB.");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return new ScorebookError("REQUEST_TIMEOUT", "The request did not arrive whole within its time.");
  if (code === "HPE_CHUNK_EXTENSIONS_OVERFLOW")
    return new ScorebookError("PAYLOAD_TOO_LARGE", "The extensions of a chunk are larger than 16 KiB.");
  if (code === "HPE_INVALID_METHOD")
    return new ScorebookError("REQUEST_INVALID", "The request begins with no method of HTTP.");
  return new ScorebookError("REQUEST_INVALID", `The request is no HTTP/1.1 (${code || "unreadable"}).`);
}

/** Writes a problem as a whole response and closes the connection, whether or not the other side does. */
function end(socket: Duplex, error: ScorebookError, id: string, allow?: string) {
  const problem = errorToProblem(error, id);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${id}`,
    ...(allow ? [`Allow: ${allow}`] : []),
    "Connection: close"
  ];
  socket.on("error", () => socket.destroy());
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
