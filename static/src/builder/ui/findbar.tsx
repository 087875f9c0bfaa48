/** Find and replace, in a bar over the sheet. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { findNext, findPrev, getMatchHighlights, replaceAll, replaceNext, SearchQuery, setSearchState } from "prosemirror-search";
import type { Command } from "prosemirror-state";
import { t } from "../../lib/i18n";
import type { Store } from "../state";
import { Tool } from "./parts";

export function FindBar({ store }: { store: Store }) {
    return store.isFinding.value ? <Bar store={store} /> : null;
}

function Bar({ store }: { store: Store }) {
    const wanted = useSignal(selectedText(store));
    const instead = useSignal("");
    const field = useRef<HTMLInputElement>(null);
    useLayoutEffect(() => field.current?.select(), []);
    useEffect(() => ask(store, wanted.value, instead.value), [wanted.value, instead.value]);
    useEffect(() => () => ask(store, "", ""), []);
    const run = (command: Command) => void command(store.view.state, store.view.dispatch.bind(store.view), store.view);
    const close = () => {
        store.isFinding.value = false;
        store.view.focus();
    };
    const press = (event: KeyboardEvent) => {
        if (event.key === "Escape") close();
        else if (event.key === "Enter" && event.target === field.current) run(event.shiftKey ? findPrev : findNext);
        else return;
        event.preventDefault();
    };
    return (
        <div class="ck-find" role="search" aria-label={t("Find and replace")} onKeyDown={press}>
            <input ref={field} class="input" aria-label={t("Find")} placeholder={t("Find")} value={wanted.value} onInput={(event) => (wanted.value = event.currentTarget.value)} />
            <Count store={store} isAsked={wanted.value !== ""} />
            <Tool icon="chevron-up" label={t("The one before")} press={() => run(findPrev)} />
            <Tool icon="chevron-down" label={t("The next one")} press={() => run(findNext)} />
            <Tool icon="x" label={t("Close")} press={close} />
            {store.isEditable && (
                <>
                    <input class="input" aria-label={t("Replace with")} placeholder={t("Replace with")} value={instead.value} onInput={(event) => (instead.value = event.currentTarget.value)} />
                    <button type="button" class="button" onClick={() => run(replaceNext)}>
                        {t("Replace")}
                    </button>
                    <button type="button" class="button" onClick={() => run(replaceAll)}>
                        {t("All")}
                    </button>
                </>
            )}
        </div>
    );
}

function Count({ store, isAsked }: { store: Store; isAsked: boolean }) {
    const state = store.now();
    const found = isAsked ? getMatchHighlights(state).find() : [];
    const at = found.findIndex(({ from, to }) => from === state.selection.from && to === state.selection.to);
    return (
        <span class="ck-find__count" role="status">
            {isAsked && (found.length ? `${at < 0 ? "–" : String(at + 1)} / ${String(found.length)}` : t("None"))}
        </span>
    );
}

function ask({ view }: Store, search: string, replace: string): void {
    view.dispatch(setSearchState(view.state.tr, new SearchQuery({ search, replace, literal: true })));
}

function selectedText({ view: { state } }: Store): string {
    const { from, to } = state.selection;
    return to - from < 100 ? state.doc.textBetween(from, to, " ") : "";
}
