import {applyChange, type Content, changeOf} from "../../core/notebook/changes.ts";
import type {NotebookChange} from "../../core/schema/notebook.ts";
import {html} from "../dom.ts";
import {download} from "../download.ts";
import {type Lang, t} from "../i18n.ts";
import {errorSentence, problemSentence} from "../problemText.ts";
import {fromKitHtml, toKitHtml, toMarkdown} from "./exchange.ts";
import type {Completion} from "./messages.ts";
import {createNotebookFrame} from "./notebookFrame.ts";
import {createTools, notebookList, versionList} from "./notebookTools.ts";
import {contentFromAddress, starterContent} from "./starter.ts";
import {
  fetchNotebook,
  fetchNotebooks,
  fetchVersions,
  newId,
  readName,
  saveName,
  saveNotebook
} from "./store.ts";
import {createSync, type Sync} from "./sync.ts";

/** A notebook on its page; an input whose value is its title and cells. */
export type NotebookElement = HTMLElement & {value: Content};

/**
 * Makes the notebook that an address names: the one kept under `?id=`, or a new one, with the cells that `#js=` brings.
 * @throws ApiError when there is no such notebook
 */
export async function scratchNotebook(
  lang: Lang,
  {search, hash}: {search: string; hash: string},
  names: readonly Completion[],
  invalidation: Promise<void>
): Promise<NotebookElement> {
  let id = new URLSearchParams(search).get("id");
  const kept = id ? await fetchNotebook(id) : null;
  const brought = contentFromAddress(hash, lang);
  let content: Content = kept ?? brought ?? starterContent(lang);
  let version = kept?.version ?? 0;
  let sync: Sync | null = null;
  let name = readName();
  let people: string[] = [];
  let isWaiting = false;
  let notice = "";
  /** The version that is looked at instead of the newest. */
  let looked: number | null = null;
  /** How often another version was asked for, the newest among them: what comes late is not shown. */
  let asked = 0;
  let isSaving = false;
  const author = () => name || t(lang, "notebook.anonymous");

  const frame = createNotebookFrame({
    ...{lang, names},
    cells: () => content.cells,
    changed: (change) => edit(change)
  });
  const tools = createTools(lang, name, {
    retitle: (title) => edit({title}),
    rename(next) {
      name = next;
      saveName(next);
      sync?.rename(author());
    },
    save: () => void attempt(save),
    restart: frame.restart,
    exportAs(kind) {
      const [text, type] =
        kind === "html" ? [toKitHtml(content), "text/html"] : [toMarkdown(content), "text/markdown"];
      download(`${slug(content.title)}.${kind}`, text, type);
    },
    importFile: (file) =>
      void attempt(async () => {
        const read = await readNotebook(file);
        const remove = content.cells.map((cell) => cell.id);
        edit({title: read.title, remove, set: [...read.cells], order: read.cells.map((cell) => cell.id)});
        frame.show();
      }),
    openVersions: (place) =>
      void attempt(async () => {
        const versions = id ? await fetchVersions(id) : [];
        place.replaceChildren(
          versions.length > 0
            ? versionList(lang, versions, {look, restore})
            : html`<p>${t(lang, "notebook.none")}</p>`
        );
      }),
    openList: (place) =>
      void attempt(async () => place.replaceChildren(notebookList(lang, await fetchNotebooks())))
  });
  const back = html`<p class="notice" hidden></p>`;
  const element = Object.assign(html`<div class="notebook">${tools.element} ${back} ${frame.element}</div>`, {
    value: content
  });

  function show() {
    const status = id
      ? t(lang, isWaiting ? "notebook.waiting" : "notebook.saved", {version})
      : t(lang, "notebook.unsaved");
    const others = people.length > 0 ? t(lang, "notebook.people", {people: people.join(", ")}) : "";
    tools.show({title: content.title, status, people: others, notice, canSave: !id});
    element.value = content;
    element.dispatchEvent(new Event("input", {bubbles: true}));
  }

  function edit(change: Omit<NotebookChange, "id" | "by">) {
    content = applyChange(content, {...change, by: author()});
    if (looked === null) sync?.change(change);
    show();
  }

  /** Does what may fail, and says so above the cells. */
  async function attempt(work: () => Promise<unknown>) {
    notice = "";
    try {
      await work();
    } catch (error) {
      notice = errorSentence(lang, error);
    }
    show();
  }

  /** Saves the notebook for the first time; what is typed until the answer comes goes after it. */
  async function save() {
    if (isSaving) return;
    isSaving = true;
    try {
      const [fresh, sent] = [newId(), content];
      const saved = await saveNotebook(fresh, sent, 0, author());
      id = fresh;
      history.replaceState(null, "", `?id=${id}`);
      join(saved);
      const typed = changeOf(sent, content);
      if (typed) sync?.change(typed);
    } finally {
      isSaving = false;
    }
  }

  function join(notebook: Parameters<typeof createSync>[0]) {
    sync?.close();
    ({version} = notebook);
    sync = createSync(notebook, author(), {
      onContent(next) {
        if (looked !== null) return;
        content = next;
        frame.show();
        show();
      },
      onState(state) {
        ({version, isWaiting} = state);
        show();
      },
      onPeople(next) {
        people = next;
        show();
      },
      onRefusal(problem) {
        notice = problemSentence(lang, problem);
        show();
      }
    });
  }

  /** Goes back from an older version to the notebook as it is. */
  function reopen() {
    asked++;
    looked = null;
    back.hidden = true;
    content = sync?.content() ?? content;
    frame.show();
    show();
  }

  const look = (which: number) =>
    void attempt(async () => {
      const turn = ++asked;
      const old = await fetchNotebook(id as string, which);
      if (turn !== asked) return;
      content = old;
      looked = which;
      back.replaceChildren(
        t(lang, "notebook.looking", {version: which}),
        " ",
        html`<button type="button" onclick=${reopen}>${t(lang, "notebook.back")}</button>`
      );
      back.hidden = false;
      frame.show();
    });

  const restore = (which: number) =>
    void attempt(async () => {
      const [old, now] = [await fetchNotebook(id as string, which), await fetchNotebook(id as string)];
      await saveNotebook(id as string, old, now.version, author());
      reopen();
    });

  if (kept) join(kept);
  if (kept && brought) edit({set: [...brought.cells]});
  frame.restart();
  show();
  void invalidation.then(() => {
    sync?.close();
    frame.close();
  });
  return element;

  async function readNotebook(file: File): Promise<Content> {
    const text = await file.text();
    try {
      return fromKitHtml(text, newId);
    } catch (error) {
      throw new Error(t(lang, "notebook.badFile", {why: (error as Error).message}));
    }
  }
}

const slug = (title: string): string =>
  title
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "") || "notebook";
