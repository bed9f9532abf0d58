import {transpile} from "@observablehq/notebook-kit";
import {type DefineState, NotebookRuntime, observe} from "@observablehq/notebook-kit/runtime";
import type {Cell} from "../../../core/schema/notebook.ts";

/** A cell in the runtime: what it shows is in `root`. */
export interface Evaluated {
  run(cell: Cell): void;
  remove(): void;
}

/** Creates the function that puts cells into one runtime, in which each follows those whose names it uses. */
export function createEvaluator(builtins: Record<string, () => unknown>): (root: HTMLElement) => Evaluated {
  const runtime = new NotebookRuntime(builtins as never);
  let last = 0;
  return (root) => {
    const state = {root, expanded: [], variables: []} as unknown as DefineState & {
      variables: {delete(): void}[];
    };
    const id = ++last;
    const forget = () => {
      for (const variable of state.variables) variable.delete();
      state.variables.length = 0;
    };
    return {
      run({mode, value, output}) {
        forget();
        try {
          const {body, ...made} = transpile({
            id,
            mode,
            value,
            ...(mode === "sql" && output && {output})
          } as never);
          // biome-ignore lint/security/noGlobalEval: running what people wrote is what this frame is for.
          const definition = {id, body: globalThis.eval(`(${body || "() => {}"})`), ...made};
          runtime.define(state, definition as never, told);
        } catch (error) {
          root.replaceChildren(errorText(error));
        }
      },
      remove: forget
    };
  };
}

/** Watches a cell as the runtime does, and says that it is busy and its errors in words. */
function told(...[state, definition]: Parameters<typeof observe>) {
  const watched = observe(state, definition);
  const {root} = state;
  return {
    ...watched,
    pending(this: unknown) {
      root.setAttribute("aria-busy", "true");
      watched.pending.call(this as never);
    },
    fulfilled(this: unknown, value: unknown) {
      root.removeAttribute("aria-busy");
      watched.fulfilled.call(this as never, value);
    },
    rejected(this: unknown, error: unknown) {
      root.removeAttribute("aria-busy");
      watched.rejected.call(this as never, error);
      root.replaceChildren(errorText(error));
    }
  };
}

/** Draws an error at its cell. */
function errorText(error: unknown): HTMLElement {
  const element = document.createElement("pre");
  element.className = "error";
  element.setAttribute("role", "alert");
  element.textContent = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return element;
}
