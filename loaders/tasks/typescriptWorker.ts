import {Worker} from "node:worker_threads";

/**
 * Starts a worker thread on a TypeScript module. A worker does not inherit its parent's TypeScript loader, so it
 * begins by registering its own; both modules are named in full, because a worker made from text resolves names from
 * the working directory.
 */
export function createTypeScriptWorker(module: URL, workerData: unknown): Worker {
  const start = `import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({register}) => {
    register();
    return import(${JSON.stringify(module.href)});
  });`;
  return new Worker(start, {eval: true, workerData});
}
