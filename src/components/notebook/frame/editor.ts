import {
  autocompletion,
  type CompletionContext,
  closeBrackets,
  completionKeymap
} from "@codemirror/autocomplete";
import {defaultKeymap, history, historyKeymap} from "@codemirror/commands";
import {javascript} from "@codemirror/lang-javascript";
import {sql} from "@codemirror/lang-sql";
import {bracketMatching, HighlightStyle, syntaxHighlighting} from "@codemirror/language";
import {EditorState, type Extension, Prec} from "@codemirror/state";
import {drawSelection, EditorView, keymap} from "@codemirror/view";
import {tags} from "@lezer/highlight";
import type {Cell} from "../../../core/schema/notebook.ts";
import type {Completion} from "../messages.ts";

/** What a key in the editor asks for. */
export interface EditorKeys {
  run(): void;
  runAndAdd(): void;
  move(by: -1 | 1): void;
}

const colours = HighlightStyle.define([
  {tag: [tags.keyword, tags.operatorKeyword], color: "var(--keyword)"},
  {tag: [tags.string, tags.special(tags.string)], color: "var(--string)"},
  {tag: [tags.number, tags.bool, tags.null], color: "var(--number)"},
  {tag: tags.comment, color: "var(--muted)", fontStyle: "italic"}
]);

/** Creates the editor of a cell. `changed` is told each text that was typed, not those that were set. */
export function createEditor(parts: {
  mode: Cell["mode"];
  value: string;
  label: string;
  names: readonly Completion[];
  keys: EditorKeys;
  changed: (value: string) => void;
}): EditorView {
  const {mode, value, label, names, keys, changed} = parts;
  const done = (work: () => void) => () => {
    work();
    return true;
  };
  const own = [
    {key: "Shift-Enter", run: done(keys.run)},
    {key: "Alt-Enter", run: done(keys.runAndAdd)},
    {key: "Mod-Alt-ArrowUp", run: done(() => keys.move(-1))},
    {key: "Mod-Alt-ArrowDown", run: done(() => keys.move(1))}
  ];
  return new EditorView({
    doc: value,
    extensions: [
      Prec.highest(keymap.of(own)),
      keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({"aria-label": label}),
      syntaxHighlighting(colours),
      autocompletion({override: [(context) => completeFrom(context, names)]}),
      languageOf(mode),
      EditorView.updateListener.of(({docChanged, state, transactions}) => {
        if (docChanged && !transactions.some((one) => one.isUserEvent("set"))) changed(state.doc.toString());
      })
    ]
  });
}

/** Puts a text that came from elsewhere into an editor, the cursor where it was. */
export function setText(view: EditorView, value: string): void {
  view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: value}, userEvent: "set"});
}

function languageOf(mode: Cell["mode"]): Extension {
  return mode === "js" ? javascript() : mode === "sql" ? sql() : [];
}

/** Offers the names that have what stands before the cursor in them, in their name or in what they stand for. */
export function completeFrom(context: CompletionContext, names: readonly Completion[]) {
  const word = context.matchBefore(/[A-Za-z_]\w*/);
  if (!word && !context.explicit) return null;
  if (word && word.text.length < 2 && !context.explicit) return null;
  return {from: word?.from ?? context.pos, options: [...names], validFor: /^\w*$/};
}
