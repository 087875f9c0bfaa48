/** Putting a variable into the document so that it can print where it stands. */
import type { Command, EditorState } from "prosemirror-state";
import { t } from "../lib/i18n";
import { listsOf } from "./catalog";
import { insertBlock, insertVariable, setAttributes, type } from "./commands";
import { listsAround } from "./inspect";
import type { Store } from "./state";

/** As wide as the empty frame that stands for the picture in the editor. */
const PICTURE_MM = 40;

/** Puts a chip at the caret, or a picture that the variable brings. In a plain table row, a value of a list makes the row repeat for it. */
export function putVariable(store: Store, key: string): void {
    const { state } = store.view;
    const around = listsAround(state, state.selection.from);
    const missing = listsOf(key).filter((list) => !around.includes(list));
    const [list] = missing;
    const row = list && missing.length === 1 ? plainRow(state) : null;
    store.run(holder(store, key));
    store.announce(t("Inserted {name}", { name: store.directory.value.field(key).label }));
    if (!list || row === null) return;
    store.run(setAttributes(row, { repeat: list }));
    store.say(
        t("This row now prints once for each of {list}.", { list: store.directory.value.list(list)?.label ?? list }),
    );
}

/** What can hold the variable's value: only a picture can hold a picture. */
function holder(store: Store, key: string): Command {
    const { type: kind, label } = store.directory.value.field(key);
    return kind === "image"
        ? insertBlock(type("image").create({ bind: key, alt: label, width: PICTURE_MM }))
        : insertVariable(key);
}

/** The position of the table row with the caret, if it has cells for data and does not repeat yet. */
export function plainRow({ selection: { $from } }: EditorState): number | null {
    for (let depth = $from.depth; depth > 0; depth--) {
        const node = $from.node(depth);
        if (node.type.name !== "tableRow") continue;
        const isPlain = !node.attrs.repeat && node.children.some(({ type }) => type.name === "tableCell");
        return isPlain ? $from.before(depth) : null;
    }
    return null;
}
