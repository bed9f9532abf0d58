import {Ajv, type AnySchema, type ValidateFunction} from "ajv";
import type {Issue} from "../../src/core/errors.ts";
import {invalidRequest} from "../rest/problems.ts";
import {findOversize} from "../validator.ts";

const ajv = new Ajv({allErrors: true, strict: false});

/** Makes a function that answers a request which fits a schema, sizes before contents. It throws REQUEST_INVALID. */
export function requestOf<T>(schema: AnySchema): (request: unknown) => T {
  const validate = ajv.compile<T>(schema) as ValidateFunction<T>;
  return (request) => {
    const fault = findOversize(schema as object, request);
    if (fault) throw invalidRequest("request", [fault]);
    if (validate(request)) return request;
    const faults = (validate.errors ?? []).map(
      ({instancePath, message = "is invalid"}): Omit<Issue, "code"> => ({path: instancePath || "/", message})
    );
    throw invalidRequest("request", faults);
  };
}
